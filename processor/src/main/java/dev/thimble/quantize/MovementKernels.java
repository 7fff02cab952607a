package dev.thimble.quantize;

import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Cast;
import dev.thimble.graph.Concat;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Take;
import dev.thimble.graph.Transpose;
import java.util.Arrays;
import java.util.List;

/** Operators that move or choose elements: the same for reals and for integers. */
final class MovementKernels {
  private MovementKernels() {}

  static boolean moves(Operator operator) {
    return operator instanceof Reshape
        || operator instanceof Transpose
        || operator instanceof Slice
        || operator instanceof Take
        || operator instanceof Pad
        || operator instanceof Concat
        || operator instanceof ArgExtreme;
  }

  /** The kernel of a node that moves; {@code fill} is what padding adds. */
  static RealKernel of(Graph graph, Node node, float fill) {
    Shape x = graph.in(node, 0).shape();
    if (node.operator() instanceof Transpose transpose) {
      return gather(Gather.transpose(transpose, x), fill);
    }
    if (node.operator() instanceof Slice slice) {
      return gather(Gather.slice(slice, x), fill);
    }
    if (node.operator() instanceof Take take) {
      return gather(Gather.take(take, x), fill);
    }
    if (node.operator() instanceof Pad pad) {
      return gather(Gather.pad(pad, x), fill);
    }
    if (node.operator() instanceof Concat concat) {
      return concat(graph, node, concat.axis());
    }
    if (node.operator() instanceof Cast) {
      return cast(graph.out(node).element());
    }
    if (node.operator() instanceof ArgExtreme extreme) {
      return argExtreme(extreme, x);
    }
    return inputs -> inputs.get(0).clone();
  }

  private static RealKernel gather(int[] indices, float fill) {
    return inputs -> {
      float[] x = inputs.get(0);
      float[] out = new float[indices.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = indices[i] == Gather.OUTSIDE ? fill : x[indices[i]];
      }
      return out;
    };
  }

  private static RealKernel cast(ElementType to) {
    return inputs -> {
      float[] out = inputs.get(0).clone();
      for (int i = 0; i < out.length; i++) {
        out[i] = to == ElementType.BOOL ? (out[i] == 0 ? 0 : 1) : Cast.wrapped((long) out[i], to);
      }
      return out;
    };
  }

  private static RealKernel concat(Graph graph, Node node, int axis) {
    Shape out = graph.out(node).shape();
    int chunk = out.extent(axis) * out.stride(axis);
    return inputs -> {
      float[] joined = new float[out.size()];
      int column = 0;
      for (float[] x : inputs) {
        int width = x.length / (joined.length / chunk);
        for (int row = 0; row < joined.length / chunk; row++) {
          System.arraycopy(x, row * width, joined, row * chunk + column, width);
        }
        column += width;
      }
      return joined;
    };
  }

  private static RealKernel argExtreme(ArgExtreme extreme, Shape x) {
    int axis = extreme.axis() < 0 ? x.rank() + extreme.axis() : extreme.axis();
    int[] target = Gather.reduction(x, List.of(axis));
    int stride = x.stride(axis);
    int extent = x.extent(axis);
    float sign = extreme.max() ? 1 : -1;
    return inputs -> {
      float[] best = new float[x.size() / extent];
      float[] index = new float[best.length];
      Arrays.fill(best, Float.NEGATIVE_INFINITY);
      float[] values = inputs.get(0);
      for (int i = 0; i < values.length; i++) {
        if (sign * values[i] > best[target[i]]) {
          best[target[i]] = sign * values[i];
          index[target[i]] = i / stride % extent;
        }
      }
      return index;
    };
  }
}
