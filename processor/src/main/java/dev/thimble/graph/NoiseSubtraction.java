package dev.thimble.graph;

/**
 * Energies less what they were on average: {@code y = max(x - mean, x * floor)}, the product
 * rounded down.
 *
 * @param rate how much a frame counts
 * @param floor the share that stays at least
 */
public record NoiseSubtraction(Coefficient rate, Coefficient floor) implements AveragedEnergies {}
