package dev.thimble.quantize;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import java.util.Optional;

/**
 * The integer form of squared distances: centres in a fraction of the input's scale, as fine as 32
 * bits hold for every input.
 *
 * @param arithmetic the rule
 * @param points the centres as integers
 * @param meaning what the distances stand for
 * @param pointMeaning what the centres stand for
 */
record DistanceRule(
    Arithmetic.SquaredDistances arithmetic,
    long[] points,
    Quantization meaning,
    Quantization pointMeaning) {
  private static final int FINEST = 16;

  /** The finest safe rule; empty if even whole steps of the input leave 32 bits. */
  static Optional<DistanceRule> of(float[] centres, Shape shape, Quantization input) {
    for (int factor = FINEST; factor >= 1; factor /= 2) {
      long[] points = new long[centres.length];
      boolean safe = true;
      for (int c = 0; c < shape.extent(0); c++) {
        double sum = 0;
        for (int k = 0; k < shape.extent(1); k++) {
          int at = c * shape.extent(1) + k;
          points[at] = Math.round(centres[at] / input.scale() * factor);
          double low = (Int8.MIN - input.zeroPoint()) * (double) factor - points[at];
          double high = (Int8.MAX - input.zeroPoint()) * (double) factor - points[at];
          sum += Math.max(low * low, high * high);
          safe &= Math.abs(points[at]) <= Short.MAX_VALUE;
        }
        safe &= sum <= Integer.MAX_VALUE;
      }
      if (safe) {
        double scale = input.scale() / factor;
        return Optional.of(
            new DistanceRule(
                new Arithmetic.SquaredDistances(input.zeroPoint(), factor),
                points,
                Quantization.perTensor(scale * scale, 0),
                Quantization.perTensor(scale, 0)));
      }
    }
    return Optional.empty();
  }
}
