package dev.thimble.kernel.lower;

import dev.thimble.graph.Excess;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;

/** The smallest distance less the limit of its point. */
final class LowerExcess implements Lowering {
  /** Distances and limits are not negative, whatever the range of their type. */
  private static final Interval NUMBERS = new Interval(0, Integer.MAX_VALUE);

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Buffer x = context.input(0);
    Buffer limits = context.constant("limits", graph.in(node, Excess.LIMITS).integers());
    Affine c = Affine.of("c");
    Expr distance = new Expr.Clamp(new Expr.Load(x, c), NUMBERS.low(), NUMBERS.high());
    Stmt nearer =
        Stmt.Seq.of(
            new Stmt.Assign("least", new Expr.Var("distance")),
            new Stmt.Assign("limit", new Expr.Load(limits, c)));
    Stmt search =
        Stmt.For.of(
            new Axis("c", x.length()),
            Stmt.Seq.of(
                Stmt.Let.of("distance", distance),
                new Stmt.If(Relation.LT, new Expr.Var("distance"), new Expr.Var("least"), nearer)));
    Expr first = new Expr.Load(x, Affine.of(0));
    return Stmt.Seq.of(
        Stmt.Let.of("least", new Expr.Clamp(first, NUMBERS.low(), NUMBERS.high()), NUMBERS),
        Stmt.Let.of("limit", new Expr.Load(limits, Affine.of(0)), NUMBERS),
        search,
        new Stmt.Store(
            context.output(),
            Affine.of(0),
            Expr.sub(new Expr.Var("least"), new Expr.Var("limit"))));
  }
}
