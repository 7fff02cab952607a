package dev.thimble.quantize;

/**
 * Weights [out, rest] turned to [rest, out], so that the loop over outputs is the inner one and
 * vectorises.
 */
final class PackedWeights {
  private float[] source = {};
  private double[] packed = {};

  /** The turned weights; turned once as long as the same array is given. */
  double[] of(float[] weights, int outputs) {
    if (weights != source) {
      int rest = weights.length / outputs;
      double[] turned = new double[weights.length];
      for (int o = 0; o < outputs; o++) {
        for (int k = 0; k < rest; k++) {
          turned[k * outputs + o] = weights[o * rest + k];
        }
      }
      packed = turned;
      source = weights;
    }
    return packed;
  }
}
