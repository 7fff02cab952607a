package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Concat;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Transpose;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Operators that only move elements. */
final class LowerMoves {
  private LowerMoves() {}

  /** Elements in another order. */
  static Stmt transpose(Graph graph, Node node, Context context) {
    Shape x = graph.in(node, 0).shape();
    Shape y = graph.out(node).shape();
    List<Integer> permutation = ((Transpose) node.operator()).permutation();
    Affine from = Affine.of(0);
    for (int axis = 0; axis < y.rank(); axis++) {
      if (y.extent(axis) > 1) {
        from = from.plus(Axes.name(axis), x.stride(permutation.get(axis)));
      }
    }
    return copy(node, context, 0, y, from, Axes.index(y));
  }

  /** The same elements in another type. */
  static Stmt cast(Graph graph, Node node, Context context) {
    Affine at = Axes.flatIndex(graph.out(node).shape());
    Expr x = new Expr.Load(context.input(0), at);
    Expr zero = new Expr.Int(0);
    Expr value =
        graph.out(node).element() == ElementType.BOOL
            ? new Expr.Select(Expr.Relation.NE, x, zero, new Expr.Int(1), zero)
            : new Expr.Wrap(x, context.output().element());
    List<Axis> axes = Axes.flat(graph.out(node).shape());
    return new Stmt.Do(Nest.map(node.name(), axes, value, context.output(), at));
  }

  /** Every step-th element. */
  static Stmt slice(Graph graph, Node node, Context context) {
    Slice operator = (Slice) node.operator();
    Shape x = graph.in(node, 0).shape();
    Shape y = operator.shape();
    Affine from = Affine.of(0);
    for (int axis = 0; axis < y.rank(); axis++) {
      from = from.plus((long) operator.begin().get(axis) * x.stride(axis));
      if (y.extent(axis) > 1) {
        from = from.plus(Axes.name(axis), (long) operator.step().get(axis) * x.stride(axis));
      }
    }
    return copy(node, context, 0, y, from, Axes.index(y));
  }

  /** Tensors end to end. */
  static Stmt concat(Graph graph, Node node, Context context) {
    int axis = ((Concat) node.operator()).axis();
    Shape y = graph.out(node).shape();
    List<Stmt> parts = new ArrayList<>();
    long offset = 0;
    for (int input = 0; input < node.inputs().size(); input++) {
      Shape x = graph.in(node, input).shape();
      Affine to = Affine.of(offset);
      for (int i = 0; i < x.rank(); i++) {
        to = x.extent(i) > 1 ? to.plus(Axes.name(i), y.stride(i)) : to;
      }
      parts.add(copy(node, context, input, x, Axes.index(x), to));
      offset += (long) x.extent(axis) * y.stride(axis);
    }
    return new Stmt.Seq(parts);
  }

  /** Elements around a tensor. */
  static Stmt pad(Graph graph, Node node, Context context) {
    Pad operator = (Pad) node.operator();
    Shape x = graph.in(node, 0).shape();
    Shape y = graph.out(node).shape();
    if (operator.mode() != Pad.Mode.CONSTANT) {
      return mirror(operator, node, context, x, y);
    }
    int fill = ((Arithmetic.Moved) node.arithmetic().orElseThrow()).fill();
    Affine to = Affine.of(0);
    for (int axis = 0; axis < x.rank(); axis++) {
      to = to.plus((long) operator.before().get(axis) * y.stride(axis));
      to = x.extent(axis) > 1 ? to.plus(Axes.name(axis), y.stride(axis)) : to;
    }
    return Stmt.Seq.of(
        new Stmt.Fill(context.output(), Affine.of(0), y.size(), fill),
        copy(node, context, 0, x, Axes.index(x), to));
  }

  private static Stmt mirror(Pad operator, Node node, Context context, Shape x, Shape y) {
    Expr index = new Expr.Int(0);
    for (int axis = 0; axis < y.rank(); axis++) {
      if (y.extent(axis) > 1) {
        long[] offsets = mirrored(operator, axis, x, y.extent(axis));
        Expr offset =
            new Expr.Load(context.constant("axis" + axis, offsets), Affine.of(Axes.name(axis)));
        index = Expr.add(index, offset);
      }
    }
    Expr value = new Expr.Lookup(context.input(0), index);
    return new Stmt.Do(Nest.map(node.name(), Axes.of(y), value, context.output(), Axes.index(y)));
  }

  private static long[] mirrored(Pad operator, int axis, Shape x, int extent) {
    int last = x.extent(axis) - 1;
    int repeat = operator.mode() == Pad.Mode.SYMMETRIC ? 1 : 0;
    return IntStream.range(0, extent)
        .map(i -> i - operator.before().get(axis))
        .map(i -> i < 0 ? -i - repeat : i)
        .map(i -> i > last ? 2 * last - i + repeat : i)
        .mapToLong(i -> (long) i * x.stride(axis))
        .toArray();
  }

  private static Stmt copy(
      Node node, Context context, int input, Shape shape, Affine from, Affine to) {
    List<Axis> axes = Axes.of(shape);
    Expr value = new Expr.Load(context.input(input), from);
    return new Stmt.Do(Nest.map(node.name(), axes, value, context.output(), to));
  }
}
