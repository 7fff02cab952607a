package dev.thimble.quantize;

/**
 * Sums of products without bias and activation: the part that reals and integers have in common.
 *
 * <p>Accumulators are doubles, so sums of integer products are exact up to 2^53. The last axis of
 * the result is the channel.
 */
@FunctionalInterface
interface LinearKernel {
  /** The accumulators for activations (less their zero point) and weights. */
  double[] sums(float[] x, float[] weights);
}
