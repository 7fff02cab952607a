package dev.thimble.quantize.reference;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Transpose;
import java.util.Map;

/** Elements in other places. */
final class MoveEvaluator {
  private final Graph graph;
  private final Node node;
  private final Map<String, long[]> values;

  MoveEvaluator(Graph graph, Node node, Map<String, long[]> values) {
    this.graph = graph;
    this.node = node;
    this.values = values;
  }

  long[] evaluate() {
    Shape out = graph.out(node).shape();
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

  private long element(int[] at) {
    if (node.operator() instanceof Slice slice) {
      for (int axis = 0; axis < at.length; axis++) {
        at[axis] = slice.begin().get(axis) + at[axis] * slice.step().get(axis);
      }
      return get(0, at);
    } else if (node.operator() instanceof Transpose transpose) {
      int[] from = new int[at.length];
      for (int axis = 0; axis < at.length; axis++) {
        from[transpose.permutation().get(axis)] = at[axis];
      }
      return get(0, from);
    } else if (node.operator() instanceof Concat concat) {
      int input = 0;
      while (at[concat.axis()] >= graph.in(node, input).shape().extent(concat.axis())) {
        at[concat.axis()] -= graph.in(node, input++).shape().extent(concat.axis());
      }
      return get(input, at);
    }
    return padded((Pad) node.operator(), at);
  }

  private long padded(Pad pad, int[] at) {
    Shape shape = graph.in(node, 0).shape();
    for (int axis = 0; axis < at.length; axis++) {
      int last = shape.extent(axis) - 1;
      int from = at[axis] - pad.before().get(axis);
      boolean outside = from < 0 || from > last;
      if (outside && pad.mode() == Pad.Mode.CONSTANT) {
        return ((Arithmetic.Moved) node.arithmetic().orElseThrow()).fill();
      }
      int repeated = pad.mode() == Pad.Mode.SYMMETRIC ? 1 : 0;
      at[axis] = from < 0 ? -from - repeated : from > last ? 2 * last - from + repeated : from;
    }
    return get(0, at);
  }

  private long get(int input, int[] at) {
    Shape shape = graph.in(node, input).shape();
    int index = 0;
    for (int axis = 0; axis < at.length; axis++) {
      index = index * shape.extent(axis) + at[axis];
    }
    return values.get(node.inputs().get(input))[index];
  }
}
