package dev.thimble.quantize;

import dev.thimble.graph.AffineMap;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Distances;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Metric;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Node;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Unary;
import java.util.Arrays;
import java.util.List;

/**
 * What wide operators compute, in reals and by their integer rules; integers beyond 2^24 are
 * rounded to a float.
 */
final class WideKernels {
  private WideKernels() {}

  /** How far a feature is from a point's, before it counts. */
  @FunctionalInterface
  interface Difference {
    double of(double x, float[] points, float[] weights, int at, int feature);
  }

  /** Differences of reals. */
  static final Difference REAL =
      (x, points, weights, at, k) -> (x - points[at]) * weight(weights, points, at, k);

  private static double weight(float[] weights, float[] points, int at, int feature) {
    return weights.length == 0 ? 1 : weights[weights.length == points.length ? at : feature];
  }

  /** Differences of integers. */
  static Difference integers(Arithmetic.Differences rule) {
    if (rule.factor() > 0) {
      return (x, points, weights, at, k) ->
          (x - rule.inputZeroPoint()) * rule.factor() - points[at];
    }
    return (x, points, weights, at, k) ->
        Math.floor((x * weight(weights, points, at, k) - points[at]) / (1L << rule.shift()));
  }

  private static float[] at(List<float[]> inputs, int position) {
    return inputs.size() > position ? inputs.get(position) : new float[0];
  }

  static float[] distances(Metric metric, Difference difference, List<float[]> inputs) {
    float[] points = inputs.get(Distances.POINTS);
    float[] added = at(inputs, Distances.ADDED);
    double[] sums = sums(metric, difference, inputs.get(0), points, at(inputs, Distances.WEIGHTS));
    float[] out = new float[sums.length];
    for (int c = 0; c < out.length; c++) {
      out[c] = (float) (sums[c] + (added.length == 0 ? 0 : added[c]));
    }
    return out;
  }

  private static double[] sums(
      Metric metric, Difference difference, float[] x, float[] points, float[] weights) {
    double[] sums = new double[points.length / x.length];
    for (int c = 0; c < sums.length; c++) {
      for (int k = 0; k < x.length; k++) {
        sums[c] += metric.of(difference.of(x[k], points, weights, c * x.length + k, k));
      }
    }
    return sums;
  }

  static float[] neighbours(Neighbours operator, Difference difference, List<float[]> inputs) {
    float[] rows = inputs.get(Neighbours.ROWS);
    double[] distances =
        sums(
            operator.metric(),
            difference,
            inputs.get(0),
            inputs.get(Neighbours.POINTS),
            at(inputs, Neighbours.WEIGHTS));
    int outputs = rows.length / distances.length;
    double[] votes = new double[outputs];
    for (int i = 0; i < operator.count(); i++) {
      int nearest = 0;
      for (int c = 1; c < distances.length; c++) {
        nearest = distances[c] < distances[nearest] ? c : nearest;
      }
      distances[nearest] = Double.POSITIVE_INFINITY;
      for (int o = 0; o < outputs; o++) {
        votes[o] += rows[nearest * outputs + o];
      }
    }
    float[] out = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      out[o] = (float) votes[o];
    }
    return out;
  }

  /** An affine map in reals. */
  static float[] affine(AffineMap map, List<float[]> inputs) {
    double[] sums = sums(inputs);
    float[] out = new float[sums.length];
    for (int row = 0; row < out.length; row++) {
      out[row] = (float) RealFunctions.clamp(map.activation(), sums[row]);
    }
    return out;
  }

  private static double[] sums(List<float[]> inputs) {
    float[] x = inputs.get(0);
    float[] weights = inputs.get(1);
    float[] biases = at(inputs, 2);
    double[] sums = new double[weights.length / x.length];
    for (int row = 0; row < sums.length; row++) {
      sums[row] = biases.length == 0 ? 0 : biases[row];
      for (int k = 0; k < x.length; k++) {
        sums[row] += (double) weights[row * x.length + k] * x[k];
      }
    }
    return sums;
  }

  /** The smallest distance less the limit of its point. */
  static float[] excess(List<float[]> inputs) {
    float[] distances = inputs.get(0);
    int nearest = 0;
    for (int c = 1; c < distances.length; c++) {
      nearest = distances[c] < distances[nearest] ? c : nearest;
    }
    return new float[] {distances[nearest] - inputs.get(1)[nearest]};
  }

  /** The same with their signs turned round, as far as the type goes. */
  static float[] negative(float[] x, ElementType element) {
    float[] out = x.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.min((float) element.max(), -out[i]);
    }
    return out;
  }

  /** Sums and products that are only shifted. */
  static RealKernel shifted(Graph graph, Node node, Arithmetic.Shifted rule) {
    if (node.operator() instanceof AffineMap) {
      return inputs -> each(sums(inputs), rule);
    }
    if (node.operator() instanceof Binary) {
      Shape to = graph.out(node).shape();
      int[] left = Gather.broadcast(graph.in(node, 0).shape(), to);
      int[] right = Gather.broadcast(graph.in(node, 1).shape(), to);
      return inputs -> {
        double[] products = new double[left.length];
        Arrays.setAll(products, i -> (double) inputs.get(0)[left[i]] * inputs.get(1)[right[i]]);
        return each(products, rule);
      };
    }
    if (!(node.operator() instanceof Reduce)) {
      throw new IllegalArgumentException(node.name() + " is no sum");
    }
    LinearKernel sums = LinearKernels.of(graph, node);
    return inputs -> each(sums.sums(inputs.get(0), new float[0]), rule);
  }

  private static float[] each(double[] sums, Arithmetic.Shifted rule) {
    float[] out = new float[sums.length];
    for (int i = 0; i < out.length; i++) {
      long sum = (long) sums[i];
      long shifted = rule.shift() == 0 ? sum : (sum + (1L << (rule.shift() - 1))) >> rule.shift();
      out[i] = Math.max(rule.output().low(), Math.min(rule.output().high(), shifted));
    }
    return out;
  }

  /** What stands before the point. */
  static float[] truncated(Arithmetic.Truncated rule, float[] x) {
    float[] out = new float[x.length];
    for (int n = 0; n < out.length; n++) {
      long centred = (long) x[n] - rule.inputZeroPoint();
      long size = Math.abs(centred) * rule.ratio().multiplier() >> rule.ratio().shift();
      long value = centred < 0 ? -size : size;
      out[n] = Math.max(rule.output().low(), Math.min(rule.output().high(), value));
    }
    return out;
  }

  /** A curve of straight lines. */
  static float[] curve(Arithmetic.Curve rule, float[] x) {
    float[] out = new float[x.length];
    for (int n = 0; n < out.length; n++) {
      long v = Math.max(rule.low(), Math.min(rule.high(), (long) x[n])) - rule.low();
      int i = (int) (v >> rule.shift());
      long f = (v - ((long) i << rule.shift())) >> (rule.shift() - rule.bits());
      long half = rule.bits() == 0 ? 0 : 1L << (rule.bits() - 1);
      long rise = (long) rule.table().get(i + 1) - rule.table().get(i);
      out[n] = rule.table().get(i) + ((rise * f + half) >> rule.bits());
    }
    return out;
  }

  /** A change of scale of integers. */
  static float[] rescaled(Arithmetic.Rescaled rule, Unary unary, float[] x) {
    if (unary.kind() != Unary.Kind.IDENTITY) {
      throw new IllegalArgumentException("a change of scale by " + unary);
    }
    float[] out = new float[x.length];
    for (int i = 0; i < out.length; i++) {
      long product = ((long) (x[i] - rule.inputZeroPoint())) * rule.positive().multiplier();
      int shift = rule.positive().shift();
      long value = ((product + (1L << (shift - 1))) >> shift) + rule.output().zeroPoint();
      out[i] = Math.max(rule.output().low(), Math.min(rule.output().high(), value));
    }
    return out;
  }
}
