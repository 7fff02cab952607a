package dev.thimble.importer.torch;

/** How a quantised tensor's integers stand for reals: {@code scale * (integer - zeroPoint)}. */
public sealed interface QuantScheme {
  /** One scale for the whole tensor. */
  record PerTensor(double scale, long zeroPoint) implements QuantScheme {}

  /** A scale and a zero point for each index of an axis. */
  record PerChannel(StoredTensor scales, StoredTensor zeroPoints, int axis)
      implements QuantScheme {}
}
