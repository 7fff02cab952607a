package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Take;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;

/** Slices by their index: a table of offsets along the axis. */
final class LowerTake implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Take take = (Take) node.operator();
    Shape x = graph.in(node, 0).shape();
    Shape y = graph.out(node).shape();
    long stride = x.stride(take.axis());
    Affine others = Affine.of(0);
    for (int axis = 0; axis < y.rank(); axis++) {
      if (axis != take.axis() && y.extent(axis) > 1) {
        others = others.plus(Axes.name(axis), x.stride(axis));
      }
    }
    Expr value;
    if (y.extent(take.axis()) == 1) {
      value = new Expr.Load(context.input(0), others.plus(take.indices().get(0) * stride));
    } else {
      long[] offsets = take.indices().stream().mapToLong(i -> i * stride).toArray();
      Expr offset =
          new Expr.Load(context.constant("offsets", offsets), Affine.of(Axes.name(take.axis())));
      value = new Expr.Lookup(context.input(0), Expr.add(new Expr.Index(others), offset));
    }
    return new Stmt.Do(Nest.map(node.name(), Axes.of(y), value, context.output(), Axes.index(y)));
  }
}
