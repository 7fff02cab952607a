package dev.thimble.quantize.reference;

import dev.thimble.graph.Arithmetic.Filtered;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Svdf;
import java.util.Map;

/** One step of filters with a memory. */
final class SvdfEvaluator {
  private SvdfEvaluator() {}

  /** Writes both outputs. */
  static void evaluate(Graph graph, Node node, Map<String, long[]> values) {
    Filtered rule = (Filtered) node.arithmetic().orElseThrow();
    int rank = ((Svdf) node.operator()).rank();
    long[] x = values.get(node.inputs().get(0));
    long[] feature = values.get(node.inputs().get(Svdf.FEATURE));
    long[] time = values.get(node.inputs().get(Svdf.TIME));
    long[] before = values.get(node.inputs().get(Svdf.STATE));
    int filters = feature.length / x.length;
    int memory = time.length / filters;
    long[] after = before.clone();
    long[] y = new long[filters / rank];
    for (int filter = 0; filter < filters; filter++) {
      System.arraycopy(before, filter * memory + 1, after, filter * memory, memory - 1);
      long sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += (x[i] - rule.inputZeroPoint()) * feature[filter * x.length + i];
      }
      long scaled = Rounded.times(rule.feature(), rule.rounding(), sum);
      long clamped = Math.max(rule.state().low(), Math.min(rule.state().high(), scaled));
      long kept = clamped + rule.state().zeroPoint();
      after[filter * memory + memory - 1] = rule.state().high() > 127 ? (short) kept : (byte) kept;
    }
    for (int unit = 0; unit < y.length; unit++) {
      long sum =
          graph.input(node, Svdf.BIAS).isPresent()
              ? values.get(node.inputs().get(Svdf.BIAS))[unit]
              : 0;
      for (int i = unit * rank * memory; i < (unit + 1) * rank * memory; i++) {
        sum += (after[i] - rule.state().zeroPoint()) * time[i];
      }
      y[unit] = Rounded.clamped(rule.output(), Rounded.times(rule.time(), rule.rounding(), sum));
    }
    values.put(node.outputs().get(0), y);
    values.put(node.outputs().get(1), after);
  }
}
