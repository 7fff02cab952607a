package dev.thimble.quantize;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Metric;
import dev.thimble.graph.Quantization;
import java.util.Arrays;
import java.util.Optional;

/**
 * The integer form of distances: exact sums over the features' integers and points that are rounded
 * to the features' steps or finer, as fine as 32 bits hold for every input.
 *
 * @param arithmetic the rule of differences
 * @param points as integers
 * @param multipliers of the inputs where features and weights have no common step; else empty
 * @param added to each distance, as integers; empty for none
 * @param step what 1 in a difference stands for
 * @param meaning what the distances stand for
 * @param wide whether the sums need 64 bits
 */
record DistanceRule(
    Arithmetic.Differences arithmetic,
    long[] points,
    long[] multipliers,
    long[] added,
    double step,
    Quantization meaning,
    boolean wide) {
  private static final int FINEST = 16;
  private static final int WORD = Short.MAX_VALUE;
  private static final int MOST_SHIFT = 24;
  private static final double NEARLY = 1e-6;

  /** Densities add up in natural logarithms: a step of them must be this small. */
  private static final double FINE = 1.0 / 64;

  /**
   * What is measured: points [points, features], weights and additions, which may be empty.
   *
   * @param together whether one piece of code measures all points, so that each feature counts as
   *     the farthest of all points and features
   */
  record Reals(float[] points, float[] weights, float[] added, Metric metric, boolean together) {
    double weight(int at, int features) {
      return weights.length == 0
          ? 1
          : weights[weights.length == points.length ? at : at % features];
    }
  }

  /** The finest safe rule; empty if even whole steps of the input leave 32 bits. */
  static Optional<DistanceRule> of(Reals reals, Features x, int features) {
    if (common(reals, x, features)) {
      // Points that span a byte, if that leaves them precise enough: cheap on 8-bit cores.
      for (int factor = FINEST; factor >= FINEST / 2; factor--) {
        DistanceRule rule = steps(reals, x, features, factor);
        if (rule.spansByte() && rule.safe(reals, x, features, Integer.MAX_VALUE)) {
          return Optional.of(rule);
        }
      }
      for (int factor = FINEST; factor >= 1; factor /= 2) {
        DistanceRule rule = steps(reals, x, features, factor);
        if (rule.safe(reals, x, features, Integer.MAX_VALUE)) {
          return Optional.of(rule);
        }
      }
    }
    boolean bytes = x.high() - x.low() < 256;
    return common(reals, x, features) && bytes ? Optional.empty() : multiplied(reals, x, features);
  }

  /** Whether a step of each feature, weighted, is the same. */
  private static boolean common(Reals reals, Features x, int features) {
    double first = x.scale(0) * reals.weight(0, features);
    for (int at = 0; at < reals.points.length; at++) {
      double step = x.scale(at % features) * reals.weight(at, features);
      if (!(Math.abs(step / first - 1) < NEARLY)) {
        return false;
      }
    }
    return true;
  }

  private static DistanceRule steps(Reals reals, Features x, int features, int factor) {
    boolean zero = !x.meaning().perChannel();
    long[] points = new long[reals.points.length];
    for (int at = 0; at < points.length; at++) {
      int k = at % features;
      double own = reals.points[at] / x.scale(k) + (zero ? 0 : x.zero(k));
      points[at] = Math.round(own * factor);
    }
    double step = x.scale(0) * reals.weight(0, features) / factor;
    return with(
        reals,
        new Arithmetic.Differences(zero ? x.zero(0) : 0, factor, 0),
        points,
        new long[0],
        step,
        false);
  }

  private static DistanceRule with(
      Reals reals,
      Arithmetic.Differences rule,
      long[] points,
      long[] multipliers,
      double step,
      boolean wide) {
    double unit = reals.metric == Metric.EUCLIDEAN ? step * step : step;
    long[] added = new long[reals.added.length];
    for (int c = 0; c < added.length; c++) {
      added[c] = Math.round(reals.added[c] / unit);
    }
    return new DistanceRule(
        rule, points, multipliers, added, step, Quantization.perTensor(unit, 0), wide);
  }

  /** Differences in a step of their own: each input has a multiplier for each point. */
  private static Optional<DistanceRule> multiplied(Reals reals, Features x, int features) {
    double worst = 0;
    double widest = 0;
    for (int c = 0; c < reals.points.length / features; c++) {
      double sum = reals.added.length == 0 ? 0 : Math.abs(reals.added[c]);
      for (int k = 0; k < features; k++) {
        double most = most(reals, x, features, c * features + k);
        widest = Math.max(widest, most);
        sum += reals.metric.of(most);
      }
      worst = Math.max(worst, sum);
    }
    // Attempts below make steps coarser until all is safe.
    double limit = worst / (Integer.MAX_VALUE * 0.98);
    double step = reals.metric == Metric.EUCLIDEAN ? Math.sqrt(limit) : limit;
    boolean wide = reals.added.length > 0 && step > FINE;
    step = wide ? Math.max(FINE, widest / (1 << 29)) : Math.max(step, widest / (1 << 29));
    for (int attempt = 0; attempt < 60 && step > 0; attempt++) {
      for (int shift = MOST_SHIFT; shift >= 0; shift--) {
        Optional<DistanceRule> rule = multiplied(reals, x, features, step, shift, wide);
        if (rule.isPresent()) {
          return rule;
        }
      }
      step *= 1.1;
    }
    return Optional.empty();
  }

  private static double most(Reals reals, Features x, int features, int at) {
    int k = at % features;
    double off =
        Math.max(Math.abs(x.least(k) - reals.points[at]), Math.abs(x.most(k) - reals.points[at]));
    return off * reals.weight(at, features);
  }

  private static Optional<DistanceRule> multiplied(
      Reals reals, Features x, int features, double step, int shift, boolean wide) {
    boolean each = reals.weights.length == reals.points.length;
    long[] points = new long[reals.points.length];
    long[] multipliers = new long[each ? points.length : features];
    double fine = step / (1L << shift);
    for (int at = 0; at < points.length; at++) {
      int k = at % features;
      double weight = reals.weight(at, features);
      long multiplier = Math.round(x.scale(k) * weight / fine);
      if (multiplier > WORD) {
        return Optional.empty();
      }
      multipliers[each ? at : k] = multiplier;
      // Where the feature stands on the point the difference is 0 however the multiplier is
      // rounded; a half makes the shift round.
      double at0 = (reals.points[at] / x.scale(k) + x.zero(k)) * multiplier;
      double half = shift == 0 ? 0 : 1L << (shift - 1);
      points[at] = Math.round(at0 - half);
    }
    DistanceRule rule =
        with(reals, new Arithmetic.Differences(0, 0, shift), points, multipliers, step, wide);
    long most = wide ? Long.MAX_VALUE / 4 : Integer.MAX_VALUE;
    return rule.safe(reals, x, features, (double) most) ? Optional.of(rule) : Optional.empty();
  }

  private boolean spansByte() {
    long least = Arrays.stream(points).min().orElse(0);
    return Arrays.stream(points).max().orElse(0) - least < 256;
  }

  private boolean safe(Reals reals, Features x, int features, double most) {
    double farthest = 0;
    for (int c = 0; c < points.length / features; c++) {
      double sum = added.length == 0 ? 0 : Math.abs((double) added[c]);
      for (int k = 0; k < features; k++) {
        int at = c * features + k;
        double low = difference((double) x.low(), at, features);
        double high = difference((double) x.high(), at, features);
        double off = Math.max(Math.abs(low), Math.abs(high));
        if (off * (1 << arithmetic.shift()) > Integer.MAX_VALUE
            || Math.abs((double) points[at]) > Integer.MAX_VALUE) {
          return false;
        }
        farthest = Math.max(farthest, reals.metric.of(off));
        sum += reals.metric.of(off);
      }
      if (sum > most) {
        return false;
      }
    }
    return !reals.together || farthest * features <= most;
  }

  /** A difference, before it counts. */
  double difference(double x, int at, int features) {
    if (arithmetic.factor() > 0) {
      return (x - arithmetic.inputZeroPoint()) * arithmetic.factor() - points[at];
    }
    int of = multipliers.length == points.length ? at : at % features;
    return Math.floor((x * multipliers[of] - points[at]) / (1L << arithmetic.shift()));
  }
}
