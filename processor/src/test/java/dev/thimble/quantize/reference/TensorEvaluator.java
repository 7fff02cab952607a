package dev.thimble.quantize.reference;

import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Compare;
import dev.thimble.graph.Graph;
import dev.thimble.graph.L2Normalization;
import dev.thimble.graph.MatMul;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Prelu;
import dev.thimble.graph.ResizeBilinear;
import dev.thimble.graph.Select;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Take;
import dev.thimble.quantize.FixedPoint;
import java.util.Arrays;
import java.util.Map;

/** Operators over whole tensors that are neither layers nor moves. */
final class TensorEvaluator {
  private final Graph graph;
  private final Node node;
  private final Map<String, long[]> values;
  private final Shape out;

  TensorEvaluator(Graph graph, Node node, Map<String, long[]> values) {
    this.graph = graph;
    this.node = node;
    this.values = values;
    this.out = graph.out(node).shape();
  }

  static boolean knows(Operator operator) {
    return operator instanceof Prelu
        || operator instanceof Compare
        || operator instanceof Select
        || operator instanceof MatMul
        || operator instanceof Take
        || operator instanceof ResizeBilinear
        || operator instanceof ArgExtreme
        || operator instanceof L2Normalization;
  }

  long[] evaluate() {
    if (node.operator() instanceof L2Normalization) {
      return normalized();
    }
    long[] result = new long[out.size()];
    for (int i = 0; i < result.length; i++) {
      int[] at = new int[out.rank()];
      for (int axis = 0; axis < at.length; axis++) {
        at[axis] = i / out.stride(axis) % out.extent(axis);
      }
      result[i] = element(at);
    }
    return result;
  }

  private long element(int... at) {
    Operator operator = node.operator();
    if (operator instanceof Prelu) {
      Arithmetic.Sloped rule = (Arithmetic.Sloped) node.arithmetic().orElseThrow();
      long x = broadcast(0, at) - rule.inputZeroPoint();
      long alpha = broadcast(1, at) - rule.alphaZeroPoint();
      long scaled =
          x >= 0
              ? Rounded.times(rule.positive(), rule.rounding(), x)
              : Rounded.times(rule.negative(), rule.rounding(), x * alpha);
      return Rounded.clamped(rule.output(), scaled);
    } else if (operator instanceof Compare compare) {
      return compared(compare.relation(), at) ? 1 : 0;
    } else if (operator instanceof Select) {
      return broadcast(0, at) != 0 ? broadcast(1, at) : broadcast(2, at);
    } else if (operator instanceof Take take) {
      int[] from = at.clone();
      from[take.axis()] = take.indices().get(at[take.axis()]);
      return broadcast(0, from);
    } else if (operator instanceof MatMul matMul) {
      return product(matMul, at);
    } else if (operator instanceof ArgExtreme extreme) {
      return best(extreme, at);
    }
    return resized((ResizeBilinear) operator, at);
  }

  private boolean compared(Compare.Relation relation, int... at) {
    long a = broadcast(0, at);
    long b = broadcast(1, at);
    if (node.arithmetic().orElseThrow() instanceof Arithmetic.Compared rule) {
      long left = (a - rule.leftZeroPoint()) << rule.preShift();
      long right = (b - rule.rightZeroPoint()) << rule.preShift();
      a = Rounded.times(rule.left(), rule.rounding(), left);
      b = Rounded.times(rule.right(), rule.rounding(), right);
    }
    int order = Long.compare(a, b);
    return switch (relation) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_EQUAL -> order >= 0;
    };
  }

  private long product(MatMul matMul, int... at) {
    Arithmetic.Scaled rule = (Arithmetic.Scaled) node.arithmetic().orElseThrow();
    int last = at.length - 1;
    int inner = graph.in(node, 0).shape().extent(matMul.leftTransposed() ? -2 : -1);
    long sum = 0;
    for (int k = 0; k < inner; k++) {
      int[] left = at.clone();
      int[] right = at.clone();
      left[matMul.leftTransposed() ? last : last - 1] = at[last - 1];
      left[matMul.leftTransposed() ? last - 1 : last] = k;
      right[matMul.rightTransposed() ? last : last - 1] = k;
      right[matMul.rightTransposed() ? last - 1 : last] = at[last];
      sum +=
          (broadcast(0, left) - rule.inputZeroPoint())
              * (broadcast(1, right) - rule.weightZeroPoint());
    }
    return Rounded.scaled(rule, 0, sum);
  }

  private long best(ArgExtreme extreme, int... at) {
    Shape x = graph.in(node, 0).shape();
    int axis = extreme.axis() < 0 ? extreme.axis() + x.rank() : extreme.axis();
    long[] row = new long[x.extent(axis)];
    for (int i = 0; i < row.length; i++) {
      int index = 0;
      for (int a = 0, read = 0; a < x.rank(); a++) {
        boolean kept = at.length == x.rank();
        int along = a == axis ? i : at[kept ? a : read];
        read += a == axis ? 0 : 1;
        index = index * x.extent(a) + along;
      }
      row[i] = (extreme.max() ? 1 : -1) * in(0)[index];
    }
    long most = Arrays.stream(row).max().orElseThrow();
    int first = 0;
    while (row[first] != most) {
      first++;
    }
    return first;
  }

  private long resized(ResizeBilinear resize, int... at) {
    Shape x = graph.in(node, 0).shape();
    var rows = resize.neighbours(at[1], x.extent(1), out.extent(1));
    var columns = resize.neighbours(at[2], x.extent(2), out.extent(2));
    double sum = 0;
    for (int corner = 0; corner < 4; corner++) {
      boolean low = corner > 1;
      boolean right = corner % 2 == 1;
      double share =
          (low ? rows.share() : 1024 - rows.share())
              * (double) (right ? columns.share() : 1024 - columns.share());
      int y = low ? rows.second() : rows.first();
      int column = right ? columns.second() : columns.first();
      sum += share * broadcast(0, at[0], y, column, at[3]);
    }
    // Exact: below 2^53, and halves go away from zero.
    double mean = sum / (1 << 20);
    long rounded = (long) (Math.signum(mean) * Math.floor(Math.abs(mean) + 0.5));
    return Math.max(
        graph.out(node).element().min(), Math.min(graph.out(node).element().max(), rounded));
  }

  private long[] normalized() {
    long zero = ((Arithmetic.Normalized) node.arithmetic().orElseThrow()).inputZeroPoint();
    long[] x = in(0);
    int depth = out.extent(-1);
    long[] result = new long[x.length];
    for (int row = 0; row < x.length; row += depth) {
      long sum = 0;
      for (int i = row; i < row + depth; i++) {
        sum += (x[i] - zero) * (x[i] - zero);
      }
      FixedPoint.InverseRoot root = FixedPoint.inverseRoot((int) sum);
      for (int i = row; i < row + depth; i++) {
        int scaled = FixedPoint.multiply((int) (x[i] - zero), root.mantissa(), 7 - root.shift());
        result[i] = Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, scaled));
      }
    }
    return result;
  }

  private long[] in(int input) {
    return values.get(node.inputs().get(input));
  }

  /** The element that an operand, repeated along its extents of 1, has there. */
  private long broadcast(int input, int... at) {
    Shape shape = graph.in(node, input).shape();
    int index = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      int along = at[at.length - shape.rank() + axis];
      index = index * shape.extent(axis) + (shape.extent(axis) == 1 ? 0 : along);
    }
    return in(input)[index];
  }
}
