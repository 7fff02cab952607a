package dev.thimble.importer.onnxml;

import dev.thimble.diagnostic.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What nodes compute of constants alone, and their functions of one and of two numbers. */
record Folding(MlNode node) {
  /** The node's function of one number. */
  Optional<DoubleUnaryOperator> unary() {
    return Optional.ofNullable(
        switch (node.kind()) {
          case "Exp" -> Math::exp;
          case "Log" -> Math::log;
          case "Sqrt" -> Math::sqrt;
          case "Neg" -> v -> -v;
          case "Abs" -> Math::abs;
          case "Reciprocal" -> v -> 1 / v;
          case "Sigmoid" -> v -> 1 / (1 + Math.exp(-v));
          case "Tanh" -> Math::tanh;
          case "Relu" -> v -> Math.max(0, v);
          default -> null;
        });
  }

  /** The node's function of two numbers. */
  Optional<DoubleBinaryOperator> binary() {
    return Optional.ofNullable(
        switch (node.kind()) {
          case "Add", "Sum" -> Double::sum;
          case "Sub" -> (a, b) -> a - b;
          case "Mul" -> (a, b) -> a * b;
          case "Div" -> (a, b) -> a / b;
          case "Pow" -> Math::pow;
          case "Max" -> Math::max;
          case "Min" -> Math::min;
          case "Equal" -> (a, b) -> a == b ? 1 : 0;
          case "Greater" -> (a, b) -> a > b ? 1 : 0;
          case "Less" -> (a, b) -> a < b ? 1 : 0;
          default -> null;
        });
  }

  /** A function of constants. */
  Form.Known known(List<MlTensor> read) throws Problem {
    MlTensor first = read.get(0);
    Optional<DoubleUnaryOperator> one = unary();
    if (one.isPresent()) {
      double[] data = Arrays.stream(first.data()).map(one.get()).toArray();
      return new Form.Known(new MlTensor(first.dims(), data));
    }
    if (read.size() == 2 && binary().isPresent()) {
      return new Form.Known(both(first, read.get(1), binary().get()));
    }
    if (node.kind().equals("ReduceSum")) {
      return new Form.Known(total(first, read));
    }
    throw node.unsupported("It is not read where it reads constants alone.");
  }

  /** One shape, or one number, or a last axis that is repeated. */
  private MlTensor both(MlTensor a, MlTensor b, DoubleBinaryOperator function) throws Problem {
    MlTensor larger = a.size() >= b.size() ? a : b;
    MlTensor smaller = a.size() >= b.size() ? b : a;
    boolean repeated =
        smaller.size() == 1
            || smaller.size() == larger.size()
            || smaller.size() == larger.columns();
    if (!repeated) {
      throw node.broken(b.dims() + " numbers meet " + a.dims());
    }
    double[] data = new double[larger.size()];
    for (int i = 0; i < data.length; i++) {
      double left = a.data()[i % a.size()];
      data[i] = function.applyAsDouble(left, b.data()[i % b.size()]);
    }
    return new MlTensor(larger.dims(), data);
  }

  private MlTensor total(MlTensor first, List<MlTensor> read) throws Problem {
    int axis = read.size() > 1 && read.get(1).size() == 1 ? (int) read.get(1).at(0) : -1;
    int[] own = node.integers("axes");
    axis = own.length == 1 ? own[0] : axis;
    if (first.dims().size() != 2 || axis < 0 || axis > 1) {
      throw node.unsupported("Constants are summed along an axis of two.");
    }
    double[][] rows = first.rows();
    double[] sums = new double[axis == 0 ? first.columns() : rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < rows[i].length; k++) {
        sums[axis == 0 ? k : i] += rows[i][k];
      }
    }
    return new MlTensor(List.of((long) sums.length), sums);
  }
}
