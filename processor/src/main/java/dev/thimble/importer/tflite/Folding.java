package dev.thimble.importer.tflite;

import dev.thimble.graph.Binary;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Take;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * Computes nodes whose inputs are all constants: the arithmetic of shapes that files are full of.
 */
final class Folding {
  private Folding() {}

  /** The result; empty if that operator is left to the graph's own passes. */
  static Optional<Constant> fold(Operator operator, List<Value> inputs, Shape shape) {
    Value x = inputs.get(0);
    if (operator instanceof Reshape) {
      return x.constant();
    }
    if (operator instanceof Slice slice) {
      return gather(x, shape, out -> sliced(slice, x.shape(), shape, out));
    }
    if (operator instanceof Transpose transpose) {
      return gather(x, shape, out -> transposed(transpose, x.shape(), shape, out));
    }
    if (operator instanceof Take take) {
      return gather(x, shape, out -> taken(take, x.shape(), shape, out));
    }
    if (operator instanceof Concat concat) {
      return concat(concat, inputs, shape);
    }
    if (operator instanceof Binary binary) {
      return binary(binary, inputs.get(0), inputs.get(1), shape);
    }
    return Optional.empty();
  }

  private static Optional<Constant> gather(Value x, Shape shape, IntUnaryOperator source) {
    if (x.constant().orElseThrow() instanceof Constant.Floats floats) {
      float[] result = new float[shape.size()];
      for (int i = 0; i < result.length; i++) {
        result[i] = floats.values()[source.applyAsInt(i)];
      }
      return Optional.of(new Constant.Floats(result));
    }
    long[] result = new long[shape.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = x.integers()[source.applyAsInt(i)];
    }
    return Optional.of(new Constant.Integers(result));
  }

  private static int sliced(Slice slice, Shape from, Shape to, int out) {
    int index = 0;
    for (int axis = 0; axis < to.rank(); axis++) {
      int at = out / to.stride(axis) % to.extent(axis);
      index += (slice.begin().get(axis) + at * slice.step().get(axis)) * from.stride(axis);
    }
    return index;
  }

  private static int transposed(Transpose transpose, Shape from, Shape to, int out) {
    int index = 0;
    for (int axis = 0; axis < to.rank(); axis++) {
      int at = out / to.stride(axis) % to.extent(axis);
      index += at * from.stride(transpose.permutation().get(axis));
    }
    return index;
  }

  private static int taken(Take take, Shape from, Shape to, int out) {
    int inner = to.stride(take.axis());
    int index = take.indices().get(out / inner % to.extent(take.axis()));
    return (out / inner / to.extent(take.axis()) * from.extent(take.axis()) + index) * inner
        + out % inner;
  }

  private static Optional<Constant> concat(Concat concat, List<Value> inputs, Shape shape) {
    if (inputs.stream().anyMatch(v -> v.constant().orElseThrow() instanceof Constant.Floats)) {
      return Optional.empty();
    }
    int axis = concat.axis() < 0 ? concat.axis() + shape.rank() : concat.axis();
    int inner = shape.stride(axis);
    long[] result = new long[shape.size()];
    int rows = result.length / (shape.extent(axis) * inner);
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (Value input : inputs) {
        int length = input.shape().extent(axis) * inner;
        System.arraycopy(input.integers(), row * length, result, at, length);
        at += length;
      }
    }
    return Optional.of(new Constant.Integers(result));
  }

  /**
   * Sums and products of plain integers; those of quantised ones have rules that are not for here.
   */
  private static Optional<Constant> binary(Binary binary, Value a, Value b, Shape shape) {
    boolean plain = a.element().isInteger() && a.quantization().isEmpty();
    boolean equal = a.shape().equals(shape) && b.shape().equals(shape);
    boolean known = binary.kind().compareTo(Binary.Kind.MUL) <= 0;
    if (!plain || !equal || !known || b.quantization().isPresent()) {
      return Optional.empty();
    }
    long[] result = new long[shape.size()];
    for (int i = 0; i < result.length; i++) {
      long left = a.integers()[i];
      long right = b.integers()[i];
      result[i] =
          switch (binary.kind()) {
            case ADD -> left + right;
            case SUB -> left - right;
            default -> left * right;
          };
    }
    return Optional.of(new Constant.Integers(result));
  }
}
