package dev.thimble.quantize;

/**
 * How well a node's integers stand for its reals.
 *
 * @param node the node's name
 * @param step the step that it belongs to
 * @param decibels signal to quantisation noise over the samples, ten times the decimal logarithm of
 *     the ratio of powers; infinite where nothing is lost
 */
public record StepQuality(String node, String step, double decibels) {}
