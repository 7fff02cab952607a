package dev.thimble.quantize;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Compare;
import dev.thimble.graph.Graph;
import dev.thimble.graph.L2Normalization;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.ResizeBilinear;
import dev.thimble.graph.Select;
import dev.thimble.graph.Shape;
import java.util.function.DoubleUnaryOperator;

/**
 * Comparisons, choices, pictures of other extents and rows of length 1: in reals and in integers.
 */
final class TensorKernels {
  private TensorKernels() {}

  static boolean knows(Operator operator) {
    return operator instanceof Compare
        || operator instanceof Select
        || operator instanceof ResizeBilinear
        || operator instanceof L2Normalization;
  }

  /** The definition. */
  static RealKernel real(Graph graph, Node node) {
    if (node.operator() instanceof Compare compare) {
      return comparison(graph, node, compare.relation(), a -> a, b -> b);
    } else if (node.operator() instanceof Select) {
      return choice(graph, node);
    } else if (node.operator() instanceof ResizeBilinear resize) {
      return resized(graph, node, resize, mean -> mean);
    }
    return lengths(graph.in(node, 0).shape().extent(-1));
  }

  /** The integer rule. */
  static RealKernel integer(Graph graph, Node node, Arithmetic rule) {
    if (rule instanceof Arithmetic.Compared c) {
      return comparison(
          graph,
          node,
          ((Compare) node.operator()).relation(),
          a -> scaled(c, c.left(), a - c.leftZeroPoint()),
          b -> scaled(c, c.right(), b - c.rightZeroPoint()));
    } else if (rule instanceof Arithmetic.Normalized n) {
      return normalized(graph.in(node, 0).shape().extent(-1), n.inputZeroPoint());
    } else if (node.operator() instanceof ResizeBilinear resize) {
      return resized(graph, node, resize, TensorKernels::awayFromZero);
    }
    return choice(graph, node);
  }

  private static double scaled(Arithmetic.Compared rule, Arithmetic.Ratio ratio, double value) {
    int shifted = (int) value << rule.preShift();
    return FixedPoint.multiply(shifted, (int) ratio.multiplier(), 31 - ratio.shift());
  }

  private static double awayFromZero(double mean) {
    double rounded = Math.signum(mean) * Math.floor(Math.abs(mean) + 0.5);
    return Math.max(Int8.MIN, Math.min(Int8.MAX, rounded));
  }

  private static RealKernel comparison(
      Graph graph,
      Node node,
      Compare.Relation relation,
      DoubleUnaryOperator left,
      DoubleUnaryOperator right) {
    Shape to = graph.out(node).shape();
    int[] a = Gather.broadcast(graph.in(node, 0).shape(), to);
    int[] b = Gather.broadcast(graph.in(node, 1).shape(), to);
    return inputs -> {
      float[] out = new float[a.length];
      for (int i = 0; i < out.length; i++) {
        double x = left.applyAsDouble(inputs.get(0)[a[i]]);
        double y = right.applyAsDouble(inputs.get(1)[b[i]]);
        out[i] = holds(relation, x, y) ? 1 : 0;
      }
      return out;
    };
  }

  private static boolean holds(Compare.Relation relation, double x, double y) {
    return switch (relation) {
      case EQUAL -> x == y;
      case NOT_EQUAL -> x != y;
      case LESS -> x < y;
      case LESS_EQUAL -> x <= y;
      case GREATER -> x > y;
      case GREATER_EQUAL -> x >= y;
    };
  }

  private static RealKernel choice(Graph graph, Node node) {
    Shape to = graph.out(node).shape();
    int[] asked = Gather.broadcast(graph.in(node, 0).shape(), to);
    int[] a = Gather.broadcast(graph.in(node, 1).shape(), to);
    int[] b = Gather.broadcast(graph.in(node, 2).shape(), to);
    return inputs -> {
      float[] out = new float[asked.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = inputs.get(0)[asked[i]] != 0 ? inputs.get(1)[a[i]] : inputs.get(2)[b[i]];
      }
      return out;
    };
  }

  private static RealKernel resized(
      Graph graph, Node node, ResizeBilinear resize, DoubleUnaryOperator rounding) {
    Shape x = graph.in(node, 0).shape();
    Shape to = graph.out(node).shape();
    return inputs -> {
      float[] out = new float[to.size()];
      for (int i = 0; i < out.length; i++) {
        int row = i / to.stride(1) % to.extent(1);
        int column = i / to.stride(2) % to.extent(2);
        var rows = resize.neighbours(row, x.extent(1), to.extent(1));
        var columns = resize.neighbours(column, x.extent(2), to.extent(2));
        int corner = i / to.stride(0) * x.stride(0) + i % to.extent(3);
        int above = corner + rows.first() * x.stride(1);
        int below = corner + rows.second() * x.stride(1);
        int left = columns.first() * x.stride(2);
        int right = columns.second() * x.stride(2);
        float[] from = inputs.get(0);
        double upper = between(from[above + left], from[above + right], columns.share());
        double lower = between(from[below + left], from[below + right], columns.share());
        out[i] = (float) rounding.applyAsDouble(between(upper, lower, rows.share()));
      }
      return out;
    };
  }

  /** Exact for integers: powers of two. */
  private static double between(double first, double second, int share) {
    return (first * (1024 - share) + second * share) / 1024;
  }

  private static RealKernel lengths(int depth) {
    return inputs -> {
      float[] x = inputs.get(0);
      float[] out = new float[x.length];
      for (int row = 0; row < x.length; row += depth) {
        double sum = 0;
        for (int i = row; i < row + depth; i++) {
          sum += (double) x[i] * x[i];
        }
        // As TensorFlow Lite has it: a row of zeros stays one.
        double length = Math.sqrt(Math.max(sum, 1e-6));
        for (int i = row; i < row + depth; i++) {
          out[i] = (float) (x[i] / length);
        }
      }
      return out;
    };
  }

  private static RealKernel normalized(int depth, int zero) {
    return inputs -> {
      float[] x = inputs.get(0);
      float[] out = new float[x.length];
      for (int row = 0; row < x.length; row += depth) {
        int sum = 0;
        for (int i = row; i < row + depth; i++) {
          sum += ((int) x[i] - zero) * ((int) x[i] - zero);
        }
        FixedPoint.InverseRoot root = FixedPoint.inverseRoot(sum);
        for (int i = row; i < row + depth; i++) {
          int value = FixedPoint.multiply((int) x[i] - zero, root.mantissa(), 7 - root.shift());
          out[i] = Math.max(Int8.MIN, Math.min(Int8.MAX, value));
        }
      }
      return out;
    };
  }
}
