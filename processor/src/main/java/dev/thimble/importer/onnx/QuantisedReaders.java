package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Quantization;
import dev.thimble.importer.network.Convolutions;
import dev.thimble.importer.network.Products;
import dev.thimble.importer.network.Tensor;
import dev.thimble.importer.onnx.schema.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Integers: QuantizeLinear and its inverse, and operators with scales beside their inputs. */
final class QuantisedReaders {
  private QuantisedReaders() {}

  /** Marks what is computed; constants are rounded at once. */
  static void quantize(Step step) throws Problem {
    Tensor x = step.input(0);
    DataType type = type(step, 2, DataType.UINT8);
    step.model().type(step.outputName(0), type);
    step.give(mark(step, x, 1, 2, type));
  }

  /** Constants become reals that remember their integers; all else is marked already. */
  static void dequantize(Step step) throws Problem {
    Optional<TensorProto> stored = step.model().stored(step.name(0));
    if (stored.isPresent()) {
      step.give(weights(step, 0, 1, 2, Step.narrow(step.integer("axis", 1))));
      return;
    }
    Tensor x = step.input(0);
    boolean given = step.network().isGiven(x);
    DataType type = step.model().type(step.name(0)).orElseGet(() -> DataType.UINT8);
    step.give(given ? mark(step, x, 1, 2, type) : x);
  }

  /** x, x_scale, x_zero, w, w_scale, w_zero, y_scale, y_zero, bias. */
  static void convolution(Step step) throws Problem {
    Tensor x = operand(step, 0, 1, 2);
    Tensor w = weights(step, 3, 4, 5, 0);
    Optional<Tensor> bias = step.has(8) ? Optional.of(bias(step, 8, 1, 4)) : Optional.empty();
    int groups = Step.narrow(step.integer("group", 1));
    List<Integer> kernel = w.shape().extents().subList(Math.min(2, w.rank()), w.rank());
    Tensor sum =
        new Convolutions(step.network())
            .convolution(x, w, bias, WindowReaders.geometry(step, x, kernel), groups);
    give(step, sum, 6, 7);
  }

  /** a, a_scale, a_zero, b, b_scale, b_zero, y_scale, y_zero. */
  static void matmul(Step step) throws Problem {
    Tensor a = operand(step, 0, 1, 2);
    Tensor b = weights(step, 3, 4, 5, 1);
    give(step, new Products(step.network()).matmul(a, b), 6, 7);
  }

  // ---- scales ----

  /** Binds the result, marked with its scale. */
  static void give(Step step, Tensor result, int scale, int zero) throws Problem {
    DataType type = type(step, zero, DataType.UINT8);
    step.model().type(step.outputName(0), type);
    step.give(mark(step, result, scale, zero, type));
  }

  /** An activation; one that comes from outside is marked here. */
  static Tensor operand(Step step, int at, int scale, int zero) throws Problem {
    if (step.model().stored(step.name(at)).isPresent()) {
      return weights(step, at, scale, zero, 0);
    }
    Tensor x = step.input(at);
    return step.network().isGiven(x)
        ? mark(step, x, scale, zero, type(step, zero, DataType.UINT8))
        : x;
  }

  private static Tensor mark(Step step, Tensor x, int scale, int zero, DataType type)
      throws Problem {
    Quantization meaning = meaning(step, scale, zero, 0);
    ElementType element =
        switch (type) {
          case INT8 -> ElementType.INT8;
          case UINT8 -> ElementType.UINT8;
          case INT16 -> ElementType.INT16;
          default -> throw step.unsupported("type " + type, "Quantise to int8 or uint8.");
        };
    return step.elements().quantise(x, meaning, element);
  }

  static DataType type(Step step, int zero, DataType otherwise) {
    return step.has(zero) ? step.model().type(step.name(zero)).orElse(otherwise) : otherwise;
  }

  /** A constant of integers with its scales. */
  static Tensor weights(Step step, int at, int scale, int zero, int axis) throws Problem {
    TensorProto stored =
        step.model()
            .stored(step.name(at))
            .orElseThrow(
                () -> step.unsupported("weights that are computed", "Make them constants."));
    StoredTensors tensors = new StoredTensors(step.model().file(), step.network());
    var shape = tensors.shape(stored);
    int front = shape.rank() == 0 ? 0 : Math.floorMod(axis, shape.rank());
    return step.elements()
        .weights(shape, tensors.integers(stored), meaning(step, scale, zero, front));
  }

  /** Sums start with it: its scale is the product of those of input and weights. */
  static Tensor bias(Step step, int at, int inputScale, int weightScale) throws Problem {
    TensorProto stored =
        step.model()
            .stored(step.name(at))
            .orElseThrow(() -> step.unsupported("a computed bias", "Make it a constant."));
    double input = step.network().floats(step.input(inputScale))[0];
    List<Double> scales = new ArrayList<>();
    List<Integer> zeros = new ArrayList<>();
    for (float scale : step.network().floats(step.input(weightScale))) {
      scales.add(input * scale);
      zeros.add(0);
    }
    StoredTensors tensors = new StoredTensors(step.model().file(), step.network());
    return step.elements()
        .weights(
            tensors.shape(stored), tensors.integers(stored), new Quantization(scales, zeros, 0));
  }

  private static Quantization meaning(Step step, int scale, int zero, int axis) throws Problem {
    List<Double> scales = new ArrayList<>();
    for (float value : step.network().floats(step.input(scale))) {
      scales.add((double) value);
    }
    long[] zeros =
        step.has(zero) ? step.network().integers(step.input(zero)) : new long[scales.size()];
    List<Integer> zeroPoints = new ArrayList<>();
    for (int i = 0; i < scales.size(); i++) {
      zeroPoints.add(Step.narrow(zeros[zeros.length == 1 ? 0 : Math.min(i, zeros.length - 1)]));
    }
    if (zeros.length != 1 && zeros.length != scales.size()) {
      throw step.network().broken(zeros.length + " zero points for " + scales.size() + " scales");
    }
    return new Quantization(scales, zeroPoints, scales.size() == 1 ? 0 : axis);
  }
}
