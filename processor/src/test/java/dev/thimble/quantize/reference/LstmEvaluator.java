package dev.thimble.quantize.reference;

import dev.thimble.graph.Arithmetic.Interpolated;
import dev.thimble.graph.Arithmetic.Multiplied;
import dev.thimble.graph.Arithmetic.Recurrent;
import dev.thimble.graph.Arithmetic.Scaled;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Lstm;
import dev.thimble.graph.Node;
import java.util.Map;

/** A long short-term memory, step by step. */
final class LstmEvaluator {
  private final Node node;
  private final Recurrent rule;
  private final Map<String, long[]> values;
  private final int units;
  private final int inputs;
  private final long[] hidden;
  private final long[] cell;

  LstmEvaluator(Graph graph, Node node, Map<String, long[]> values) {
    this.node = node;
    this.rule = (Recurrent) node.arithmetic().orElseThrow();
    this.values = values;
    this.units = graph.in(node, Lstm.CELL).shape().extent(-1);
    this.inputs = graph.in(node, 0).shape().extent(-1);
    this.hidden = in(Lstm.HIDDEN).clone();
    this.cell = in(Lstm.CELL).clone();
  }

  private long[] in(int input) {
    return values.get(node.inputs().get(input));
  }

  /** Writes all outputs. */
  void evaluate() {
    long[] x = in(0);
    int steps = x.length / inputs;
    long[] y = new long[steps * units];
    for (int step = 0; step < steps; step++) {
      long[] before = hidden.clone();
      for (int unit = 0; unit < units; unit++) {
        unit(unit, step, before);
      }
      System.arraycopy(hidden, 0, y, step * units, units);
    }
    values.put(node.outputs().get(0), y);
    values.put(node.outputs().get(1), hidden);
    values.put(node.outputs().get(2), cell);
  }

  private void unit(int unit, int step, long[] before) {
    long input = gate(0, unit, step, before, rule.sigmoid());
    long forget = gate(1, unit, step, before, rule.sigmoid());
    long fresh = gate(2, unit, step, before, rule.tanh());
    long output = gate(3, unit, step, before, rule.sigmoid());
    long next =
        clamped(product(rule.forget(), forget, cell[unit]) + product(rule.input(), input, fresh));
    cell[unit] = rule.clip() > 0 ? Math.max(-rule.clip(), Math.min(rule.clip(), next)) : next;
    hidden[unit] =
        product(rule.output(), ElementEvaluator.interpolated(rule.cellTanh(), cell[unit]), output);
  }

  private long gate(int gate, int unit, int step, long[] before, Interpolated function) {
    long own = in(Lstm.BIAS + gate)[unit];
    Scaled weights = rule.weights().get(gate);
    for (int i = 0; i < inputs; i++) {
      own +=
          (in(0)[step * inputs + i] - weights.inputZeroPoint())
              * in(Lstm.WEIGHTS + gate)[unit * inputs + i];
    }
    long recurrent = 0;
    Scaled back = rule.recurrent().get(gate);
    for (int i = 0; i < units; i++) {
      recurrent +=
          (before[i] - back.inputZeroPoint()) * in(Lstm.RECURRENT + gate)[unit * units + i];
    }
    long sum = Rounded.scaled(weights, 0, own) + Rounded.scaled(back, 0, recurrent);
    return ElementEvaluator.interpolated(function, clamped(sum));
  }

  private static long product(Multiplied rule, long a, long b) {
    return Rounded.clamped(rule.output(), Rounded.times(rule.ratio(), rule.rounding(), a * b));
  }

  private static long clamped(long value) {
    return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
  }
}
