package dev.thimble.quantize;

/** Squared distances in reals; of integers the same, rounded to a float above 2^24. */
final class DistanceKernel {
  private DistanceKernel() {}

  static float[] distances(float[] x, float[] points, int zero, int factor) {
    float[] out = new float[points.length / x.length];
    for (int c = 0; c < out.length; c++) {
      double sum = 0;
      for (int k = 0; k < x.length; k++) {
        double difference = ((double) x[k] - zero) * factor - points[c * x.length + k];
        sum += difference * difference;
      }
      out[c] = (float) sum;
    }
    return out;
  }
}
