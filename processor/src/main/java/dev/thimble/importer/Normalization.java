package dev.thimble.importer;

/**
 * What a network wants done to raw numbers, such as those of a picture: {@code (raw - mean) /
 * deviation}.
 *
 * @param deviation above 0
 */
public record Normalization(double mean, double deviation) {}
