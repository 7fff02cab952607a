package dev.thimble.kernel.lower;

import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** The index of the first largest or smallest element along an axis. */
final class LowerArgExtreme implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    ArgExtreme operator = (ArgExtreme) node.operator();
    Shape x = graph.in(node, 0).shape();
    int along = operator.axis() < 0 ? x.rank() + operator.axis() : operator.axis();
    int stride = x.stride(along);
    Affine first = Affine.of(0);
    Affine at = Affine.of(0);
    List<Axis> outer = new ArrayList<>();
    long outStride = 1;
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      if (axis != along && x.extent(axis) > 1) {
        outer.add(0, new Axis(Axes.name(axis), x.extent(axis)));
        first = first.plus(Axes.name(axis), x.stride(axis));
        at = at.plus(Axes.name(axis), outStride);
        outStride *= x.extent(axis);
      }
    }
    Axis candidates = new Axis("candidate", x.extent(along));
    Stmt body = search(operator.max(), context, candidates, first, stride, at);
    for (int i = outer.size() - 1; i >= 0; i--) {
      body = Stmt.For.of(outer.get(i), body);
    }
    return body;
  }

  private static Stmt search(
      boolean max, Context context, Axis candidates, Affine first, int stride, Affine at) {
    Buffer x = context.input(0);
    Expr value = new Expr.Load(x, first.plus(candidates.name(), stride));
    Stmt better =
        Stmt.Seq.of(
            new Stmt.Assign("best", new Expr.Var("value")),
            new Stmt.Assign("index", new Expr.Index(Affine.of(candidates.name()))));
    Stmt loop =
        new Stmt.For(
            candidates.name(),
            new Expr.Int(1),
            new Expr.Int(candidates.extent()),
            Stmt.Seq.of(
                Stmt.Let.of("value", value),
                new Stmt.If(
                    max ? Relation.GT : Relation.LT,
                    new Expr.Var("value"),
                    new Expr.Var("best"),
                    better)));
    return Stmt.Seq.of(
        Stmt.Let.of("best", new Expr.Load(x, first), x.range()),
        Stmt.Let.of(
            "index", new Expr.Int(0), new Interval(0, Math.max(1, candidates.extent() - 1L))),
        loop,
        new Stmt.Store(context.output(), at, new Expr.Var("index")));
  }
}
