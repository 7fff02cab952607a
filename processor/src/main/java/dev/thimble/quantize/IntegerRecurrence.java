package dev.thimble.quantize;

import dev.thimble.graph.Arithmetic.Interpolated;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Arithmetic.Scaled;
import dev.thimble.graph.Arithmetic.Stepwise;
import dev.thimble.graph.Cell;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Recurrence;
import java.util.Arrays;
import java.util.List;

/** A recurrent layer of integers, by the rule {@link Stepwise}. */
final class IntegerRecurrence extends RecurrentRun {
  private static final int ONE_BITS = 15;

  private final Stepwise rule;
  private final long[] hidden;
  private final long[] memory;
  private final long[] bias;
  private final long[] recurrentBias;

  IntegerRecurrence(Graph graph, Node node) {
    super(graph, node);
    rule = (Stepwise) node.arithmetic().orElseThrow();
    hidden = new long[units];
    memory = new long[units];
    // Beyond what floats hold exactly.
    bias = graph.in(node, Recurrence.BIAS).integers();
    recurrentBias = graph.in(node, Recurrence.RECURRENT_BIAS).integers();
  }

  @Override
  public void reset() {
    Arrays.fill(hidden, 0);
    Arrays.fill(memory, 0);
  }

  private long shown(long state) {
    Range range = rule.output();
    long scaled = rounded(state * rule.shown().multiplier(), rule.shown().shift());
    return Math.max(range.low(), Math.min(range.high(), scaled + range.zeroPoint()));
  }

  @Override
  float shown(int unit) {
    return shown(hidden[unit]);
  }

  @Override
  void next(List<float[]> read, int step) {
    long[] before = Arrays.stream(hidden).map(this::shown).toArray();
    long[] reset = before.clone();
    if (layer.cell() == Cell.GRU_RESET_BEFORE) {
      for (int unit = 0; unit < units; unit++) {
        long gate = of(rule.sigmoid(), sum(read, step, unit, before));
        reset[unit] = shown(clamp16(rounded(gate * hidden[unit], ONE_BITS)));
      }
    }
    long[] after = new long[units];
    for (int unit = 0; unit < units; unit++) {
      after[unit] = clamp16(unit(read, step, unit, before, reset));
    }
    System.arraycopy(after, 0, hidden, 0, units);
  }

  private long unit(List<float[]> read, int step, int unit, long[] before, long[] reset) {
    return switch (layer.cell()) {
      case TANH -> of(rule.tanh(), sum(read, step, unit, before));
      case RELU -> Math.max(0, sum(read, step, unit, before));
      case GRU, GRU_RESET_BEFORE -> gru(read, step, unit, before, reset);
      case LSTM -> lstm(read, step, unit, before);
      case FAST_GRNN -> fast(read, step, unit, before);
    };
  }

  private long gru(List<float[]> read, int step, int unit, long[] before, long[] reset) {
    int row = 2 * units + unit;
    long back = recurrent(read, row, reset);
    if (layer.cell() == Cell.GRU) {
      back = rounded(of(rule.sigmoid(), sum(read, step, unit, before)) * back, ONE_BITS);
    }
    long fresh = of(rule.tanh(), clamp16(input(read, step, row) + back));
    long update = of(rule.sigmoid(), sum(read, step, units + unit, before));
    return rounded(word(update * hidden[unit] + ((1L << ONE_BITS) - update) * fresh), ONE_BITS);
  }

  private long lstm(List<float[]> read, int step, int unit, long[] before) {
    long input = of(rule.sigmoid(), sum(read, step, unit, before));
    long forget = of(rule.sigmoid(), sum(read, step, units + unit, before));
    long fresh = of(rule.tanh(), sum(read, step, 2 * units + unit, before));
    long output = of(rule.sigmoid(), sum(read, step, 3 * units + unit, before));
    long kept = rounded(forget * memory[unit], ONE_BITS);
    memory[unit] = clamp16(kept + rounded(input * fresh, 2 * ONE_BITS - Stepwise.MEMORY_BITS));
    return rounded(output * of(rule.cellTanh(), memory[unit]), ONE_BITS);
  }

  private long fast(List<float[]> read, int step, int unit, long[] before) {
    long both = clamp16(products(read, step, unit, 0) + back(read, unit, before, 0));
    long update = of(rule.sigmoid(), clamp16(both + bias[unit]));
    long fresh = of(rule.tanh(), clamp16(both + recurrentBias[unit]));
    long rest = rounded(((1L << ONE_BITS) - update) * rule.zeta(), ONE_BITS);
    long added = rounded((rest + rule.nu()) * fresh, ONE_BITS - 1 + rule.hiddenShift());
    return rounded(update * hidden[unit], ONE_BITS) + added;
  }

  private long sum(List<float[]> read, int step, int row, long[] before) {
    return clamp16(input(read, step, row) + recurrent(read, row, before));
  }

  private long input(List<float[]> read, int step, int row) {
    return products(read, step, row, bias[row]);
  }

  private long recurrent(List<float[]> read, int row, long[] before) {
    return back(read, row, before, recurrentBias[row]);
  }

  private long products(List<float[]> read, int step, int row, long start) {
    float[] weights = read.get(Recurrence.WEIGHTS);
    long sum = start;
    for (int k = 0; k < inputs; k++) {
      long x = (long) read.get(0)[step * inputs + k] - rule.input().inputZeroPoint();
      sum += x * (long) weights[row * inputs + k];
    }
    return scaled(rule.input(), row, sum);
  }

  private long back(List<float[]> read, int row, long[] before, long start) {
    float[] weights = read.get(Recurrence.RECURRENT);
    long sum = start;
    for (int k = 0; k < units; k++) {
      sum += (before[k] - rule.recurrent().inputZeroPoint()) * (long) weights[row * units + k];
    }
    return scaled(rule.recurrent(), row, sum);
  }

  private static long scaled(Scaled rule, int row, long sum) {
    long product = word(sum * rule.ratios().get(row).multiplier());
    return clamp16(rounded(product, rule.ratios().get(row).shift()));
  }

  /** What kernels compute in 32 bits, and so must fit them. */
  private static long word(long value) {
    if (value != (int) value) {
      throw new ArithmeticException(value + " does not fit 32 bits");
    }
    return value;
  }

  /** The formula of {@link Interpolated}. */
  private static long of(Interpolated rule, long x) {
    long v = x * rule.multiplier();
    v = rule.shift() == 0 ? v : rounded(v, rule.shift());
    long size = Math.abs(v);
    int entry = (int) (size >> rule.fraction());
    long value = rule.saturated();
    if (entry + 1 < rule.table().size()) {
      long here = rule.table().get(entry);
      long rest = size & ((1L << rule.fraction()) - 1);
      value = (here << rule.fraction()) + rest * (rule.table().get(entry + 1) - here);
    }
    return clamp16((v < 0 ? rule.minus() - value : rule.plus() + value) >> rule.outShift());
  }

  private static long rounded(long value, int shift) {
    return (value + (1L << (shift - 1))) >> shift;
  }

  private static long clamp16(long value) {
    return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
  }
}
