package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Peaks;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;

/** Sample by sample, with the two before it. */
final class LowerPeaks implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Peaks peaks = (Peaks) node.operator();
    Shape x = graph.in(node, 0).shape();
    Channels channels = Channels.of(x);
    Buffer kept = context.output(Peaks.KEPT);
    Expr zero = new Expr.Int(0);
    Expr last = new Expr.Var("last");
    Expr wait = new Expr.Var("wait");
    Expr load = new Expr.Load(context.input(0), channels.sample("i", 0));
    Stmt found =
        Stmt.Seq.of(
            new Stmt.Assign("peak", last),
            new Stmt.Assign("wait", new Expr.Int(peaks.apart() + 1L)));
    Stmt larger = new Stmt.If(Relation.GT, last, new Expr.Var("x"), found);
    Stmt grown = new Stmt.If(Relation.GE, last, new Expr.Var("before"), larger);
    Stmt high = new Stmt.If(Relation.GE, last, new Expr.Int(peaks.least()), grown);
    Interval waits = new Interval(0, peaks.apart() + 1L);
    Expr fewer = new Expr.Clamp(Expr.sub(wait, new Expr.Int(1)), 0, waits.high());
    Stmt sample =
        Stmt.Seq.of(
            Stmt.Let.of("x", load),
            Stmt.Let.of("last", new Expr.Load(kept, channels.row(0))),
            Stmt.Let.of("before", new Expr.Load(kept, channels.row(1))),
            Stmt.Let.of(
                "wait",
                new Expr.Clamp(new Expr.Load(kept, channels.row(2)), 0, waits.high()),
                waits),
            Stmt.Let.of("peak", zero, context.output().element().range()),
            new Stmt.If(Relation.EQ, wait, zero, high),
            new Stmt.Store(context.output(), channels.sample("i", 0), new Expr.Var("peak")),
            new Stmt.Store(kept, channels.row(0), new Expr.Var("x")),
            new Stmt.Store(kept, channels.row(1), last),
            new Stmt.Store(kept, channels.row(2), fewer));
    return channels.each(Stmt.For.of(new Axis("i", x.extent(0)), sample));
  }
}
