package dev.thimble.quantize;

import dev.thimble.graph.Cell;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Recurrence;
import java.util.List;

/** A recurrent layer of reals, by the formulas of {@link Cell}. */
final class RealRecurrence extends RecurrentRun {
  private double[] hidden;
  private final double[] memory;

  RealRecurrence(Graph graph, Node node) {
    super(graph, node);
    hidden = new double[units];
    memory = new double[units];
  }

  @Override
  public void reset() {
    hidden = new double[units];
    java.util.Arrays.fill(memory, 0);
  }

  @Override
  float shown(int unit) {
    return (float) hidden[unit];
  }

  @Override
  void next(List<float[]> read, int step) {
    double[] after = new double[units];
    double[] reset = hidden;
    if (layer.cell() == Cell.GRU_RESET_BEFORE) {
      reset = new double[units];
      for (int unit = 0; unit < units; unit++) {
        reset[unit] = sigmoid(sum(read, step, unit, hidden)) * hidden[unit];
      }
    }
    for (int unit = 0; unit < units; unit++) {
      after[unit] = unit(read, step, unit, reset);
    }
    hidden = after;
  }

  private double unit(List<float[]> read, int step, int unit, double[] reset) {
    return switch (layer.cell()) {
      case TANH -> StrictMath.tanh(sum(read, step, unit, hidden));
      case RELU -> Math.max(0, sum(read, step, unit, hidden));
      case GRU, GRU_RESET_BEFORE -> gru(read, step, unit, reset);
      case LSTM -> lstm(read, step, unit);
      case FAST_GRNN -> fast(read, step, unit);
    };
  }

  private double gru(List<float[]> read, int step, int unit, double[] reset) {
    int row = 2 * units + unit;
    double come = input(read, step, row);
    double back = recurrent(read, row, reset);
    if (layer.cell() == Cell.GRU) {
      back *= sigmoid(sum(read, step, unit, hidden));
    }
    double update = sigmoid(sum(read, step, units + unit, hidden));
    double fresh = StrictMath.tanh(come + back);
    return fresh + update * (hidden[unit] - fresh);
  }

  private double lstm(List<float[]> read, int step, int unit) {
    double input = sigmoid(sum(read, step, unit, hidden));
    double forget = sigmoid(sum(read, step, units + unit, hidden));
    double fresh = StrictMath.tanh(sum(read, step, 2 * units + unit, hidden));
    double output = sigmoid(sum(read, step, 3 * units + unit, hidden));
    memory[unit] = forget * memory[unit] + input * fresh;
    return output * StrictMath.tanh(memory[unit]);
  }

  private double fast(List<float[]> read, int step, int unit) {
    double both = products(read.get(0), step * inputs, read.get(Recurrence.WEIGHTS), unit, inputs);
    for (int k = 0; k < units; k++) {
      both += hidden[k] * read.get(Recurrence.RECURRENT)[unit * units + k];
    }
    double update = sigmoid(both + read.get(Recurrence.BIAS)[unit]);
    double fresh = StrictMath.tanh(both + read.get(Recurrence.RECURRENT_BIAS)[unit]);
    float[] mix = read.get(Recurrence.MIX);
    return (mix[0] * (1 - update) + mix[1]) * fresh + update * hidden[unit];
  }

  private double sum(List<float[]> read, int step, int row, double[] before) {
    return input(read, step, row) + recurrent(read, row, before);
  }

  private double input(List<float[]> read, int step, int row) {
    return read.get(Recurrence.BIAS)[row]
        + products(read.get(0), step * inputs, read.get(Recurrence.WEIGHTS), row, inputs);
  }

  private double recurrent(List<float[]> read, int row, double[] before) {
    double sum = read.get(Recurrence.RECURRENT_BIAS)[row];
    for (int k = 0; k < units; k++) {
      sum += before[k] * read.get(Recurrence.RECURRENT)[row * units + k];
    }
    return sum;
  }

  private static double products(float[] x, int from, float[] weights, int row, int length) {
    double sum = 0;
    for (int k = 0; k < length; k++) {
      sum += (double) x[from + k] * weights[row * length + k];
    }
    return sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }
}
