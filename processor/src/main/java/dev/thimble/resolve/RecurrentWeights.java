package dev.thimble.resolve;

import dev.thimble.graph.Cell;
import dev.thimble.graph.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The weights of a recurrent step as constants of the graph: rows of units, the gates in the order
 * of {@link Cell}.
 */
final class RecurrentWeights {
  private final StepContext step;
  private final Cell cell;
  private final int inputs;
  private final int units;
  private final boolean keras;

  RecurrentWeights(StepContext step, Cell cell, int inputs, int units) {
    this.step = step;
    this.cell = cell;
    this.inputs = inputs;
    this.units = units;
    keras = step.model().weights().layout() == Layout.KERAS;
  }

  private int rows() {
    return cell.gates() * units;
  }

  /** Names of the constants in the order of the operator's inputs, the first of which is x. */
  List<String> constants(String x) {
    if (cell == Cell.FAST_GRNN) {
      return fast(x);
    }
    String weights = matrix("weight", keras ? "kernel" : "weight_ih_l0", inputs);
    String recurrent = matrix("recurrent", keras ? "recurrent_kernel" : "weight_hh_l0", units);
    if (!keras) {
      Shape shape = Shape.of(rows());
      return List.of(
          x,
          weights,
          recurrent,
          bias("bias", optional("bias_ih_l0", shape), 0),
          bias("recurrent_bias", optional("bias_hh_l0", shape), 0));
    }
    boolean two = cell == Cell.GRU;
    Optional<float[]> both = optional("bias", two ? Shape.of(2, rows()) : Shape.of(rows()));
    return List.of(
        x,
        weights,
        recurrent,
        bias("bias", both, 0),
        bias("recurrent_bias", two ? both : Optional.empty(), rows()));
  }

  private Optional<float[]> optional(String name, Shape shape) {
    return step.model().weights().optional(step, List.of(name), shape);
  }

  private Optional<float[]> required(String name, Function<Layout, Shape> shapes) {
    return step.model().weights().required(step, List.of(name), shapes);
  }

  private String matrix(String constant, String name, int columns) {
    Optional<float[]> file = required(name, layout -> layout.dense(rows(), columns));
    return step.constant(
        constant,
        Shape.of(rows(), columns),
        file.map(
            data ->
                ordered(
                    step.model()
                        .weights()
                        .layout()
                        .toDense(data, rows(), columns, Optional.empty()),
                    0,
                    columns)));
  }

  private String bias(String constant, Optional<float[]> file, int from) {
    float[] data = file.map(f -> ordered(f, from, 1)).orElseGet(() -> new float[rows()]);
    return step.constant(constant, Shape.of(rows()), Optional.of(data));
  }

  /** Rows in our order; Keras has a GRU's update gate before its reset gate. */
  private float[] ordered(float[] data, int from, int columns) {
    float[] result = new float[rows() * columns];
    int block = units * columns;
    boolean swapped = keras && (cell == Cell.GRU || cell == Cell.GRU_RESET_BEFORE);
    for (int gate = 0; gate < cell.gates(); gate++) {
      int source = swapped && gate < 2 ? 1 - gate : gate;
      System.arraycopy(data, from + source * block, result, gate * block, block);
    }
    return result;
  }

  private List<String> fast(String x) {
    String weights = transposed("weight", "W", inputs);
    String recurrent = transposed("recurrent", "U", units);
    Shape row = Shape.of(1, units);
    Shape one = Shape.of(1, 1);
    String gate = step.constant("bias", Shape.of(units), required("bias_gate", l -> row));
    String update =
        step.constant("recurrent_bias", Shape.of(units), required("bias_update", l -> row));
    Optional<float[]> zeta = required("zeta", l -> one);
    Optional<float[]> nu = required("nu", l -> one);
    Optional<float[]> mix =
        zeta.flatMap(z -> nu.map(n -> new float[] {logistic(z[0]), logistic(n[0])}));
    return List.of(x, weights, recurrent, gate, update, step.constant("mix", Shape.of(2), mix));
  }

  private String transposed(String constant, String name, int columns) {
    Optional<float[]> file = required(name, layout -> Shape.of(columns, units));
    return step.constant(
        constant,
        Shape.of(units, columns),
        file.map(data -> Layout.KERAS.toDense(data, units, columns, Optional.empty())));
  }

  private static float logistic(float x) {
    return (float) (1 / (1 + StrictMath.exp(-x)));
  }
}
