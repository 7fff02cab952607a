package dev.thimble.quantize;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Scales of 16 bits for features that only trees read. What lies beyond all thresholds may be
 * clamped, so that the steps are as fine as the span of a feature's thresholds allows. Samples that
 * lie on a grid (whole multiples of a power of two or ten) keep it, and no decision about data on
 * that grid changes; else the steps are varied until no decision about a sample does.
 */
final class SplitScales {
  private static final int REACH = Short.MAX_VALUE - 1;
  private static final int STEPS = 2 * REACH;

  /** Scales that are tried, each a little coarser than the one before. */
  private static final int TRIED = 64;

  private static final double COARSER = 1.0 / 256;

  /** Data are tried for powers of ten up to this, and down to one over it. */
  private static final int TENS = 5;

  /** Floats tell no finer steps from one another. */
  private static final double FLOAT = Math.scalb(1.0, -21);

  private final FeatureRanges roomy;
  private final List<TreeSet<Float>> thresholds = new ArrayList<>();
  private final List<float[]> columns = new ArrayList<>();

  private SplitScales(Graph graph, String input, FeatureRanges ranges, List<float[]> samples) {
    roomy = ranges.roomy();
    for (int k = 0; k < ranges.low().length; k++) {
      int feature = k;
      double[] column = samples.stream().mapToDouble(x -> x[feature]).distinct().toArray();
      float[] values = new float[column.length];
      IntStream.range(0, values.length).forEach(i -> values[i] = (float) column[i]);
      columns.add(values);
      thresholds.add(new TreeSet<>());
    }
    for (Node node : Wide.readers(graph, input)) {
      List<Trees.Split> splits = ((Trees) node.operator()).splits();
      float[] limits = graph.in(node, Trees.THRESHOLDS).floats();
      for (int i = 0; i < limits.length; i++) {
        thresholds.get(splits.get(i).feature()).add(limits[i]);
      }
    }
  }

  /** Whether trees alone read the input. */
  static boolean suits(Graph graph, String input) {
    return Wide.readers(graph, input).stream().allMatch(n -> n.operator() instanceof Trees);
  }

  /** Chooses a scale and a zero point for each feature. */
  static Quantization of(Graph graph, String input, FeatureRanges ranges, List<float[]> samples) {
    SplitScales scales = new SplitScales(graph, input, ranges, samples);
    List<Double> steps = new ArrayList<>();
    List<Integer> zeros = new ArrayList<>();
    for (int k = 0; k < ranges.low().length; k++) {
      Quantization chosen = scales.choose(k);
      steps.add(chosen.scale());
      zeros.add(chosen.zeroPoint());
    }
    return new Quantization(steps, zeros, 0);
  }

  private Quantization choose(int k) {
    // What lies outside of all that was seen, with room, splits nothing.
    double[] splits =
        thresholds.get(k).stream()
            .mapToDouble(t -> t)
            .filter(t -> t >= roomy.low()[k] && t <= roomy.high()[k])
            .toArray();
    double low = DoubleStream.of(splits).min().orElse(roomy.low()[k]);
    double high = DoubleStream.of(splits).max().orElse(roomy.high()[k]);
    double spread = low < high ? (high - low) / STEPS : roomy.half(k) / REACH;
    double finest = Math.max(spread, Math.max(Math.abs(low), Math.abs(high)) * FLOAT);
    DoubleStream varied = IntStream.range(0, TRIED).mapToDouble(i -> finest * (1 + i * COARSER));
    double[] tried = DoubleStream.concat(grids(columns.get(k), finest), varied).toArray();
    Quantization best = around((low + high) / 2, finest);
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < tried.length && least > 0; i++) {
      Quantization scale = around((low + high) / 2, tried[i]);
      int changed = changed(scale, k);
      best = changed < least ? scale : best;
      least = Math.min(least, changed);
    }
    return best;
  }

  private static Quantization around(double centre, double scale) {
    return Quantization.perTensor(scale, (int) Math.round(-centre / scale));
  }

  /** Samples whose integers lie elsewhere among the thresholds than they do. */
  private int changed(Quantization scale, int k) {
    Features integers = new Features(scale, Short.MIN_VALUE, Short.MAX_VALUE);
    int changed = 0;
    for (float x : columns.get(k)) {
      long integer = integers.integer(x, 0);
      // Only the neighbours among the thresholds can be on the wrong side.
      Float below = thresholds.get(k).lower(x);
      Float above = thresholds.get(k).ceiling(x);
      boolean down = below != null && integer <= integers.atMost(below, 0);
      boolean up = above != null && integer > integers.atMost(above, 0);
      changed += down || up ? 1 : 0;
    }
    return changed;
  }

  /** Steps, hardly coarser than the finest, of which all values are whole multiples. */
  private static DoubleStream grids(float[] column, double finest) {
    if (column.length < 2) {
      return DoubleStream.empty();
    }
    int power = Math.getExponent(finest) + 1;
    double tens =
        IntStream.rangeClosed(-TENS, TENS)
            .mapToDouble(i -> Math.pow(10, i))
            .filter(step -> step >= finest && whole(column, step))
            .max()
            .orElse(0);
    double two = Math.scalb(1.0, power);
    return DoubleStream.of(whole(column, two) ? two : 0, tens / Math.floor(tens / finest))
        .filter(step -> step > 0);
  }

  private static boolean whole(float[] column, double step) {
    for (float value : column) {
      if ((float) (Math.rint(value / step) * step) != value) {
        return false;
      }
    }
    return true;
  }
}
