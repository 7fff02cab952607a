package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.TopK;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;
import java.util.List;

/**
 * One place after the other: the first of the largest scores that come behind the place before,
 * smaller, or as large and of a later class.
 */
final class LowerTopK implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    TopK top = (TopK) node.operator();
    Buffer scores = context.input(0);
    Interval range = scores.element().range();
    Interval above = new Interval(range.low() - 1, range.high() + 1);
    Interval classes = new Interval(-1, scores.length() - 1L);
    Expr score = new Expr.Var("score");
    Expr last = new Expr.Var("last");
    Expr index = new Expr.Index(Affine.of("i"));
    Stmt better = Stmt.Seq.of(new Stmt.Assign("largest", score), new Stmt.Assign("best", index));
    Stmt larger = new Stmt.If(Relation.GT, score, new Expr.Var("largest"), better);
    Stmt equal =
        new Stmt.If(
            Relation.EQ,
            score,
            last,
            new Stmt.If(Relation.GT, index, new Expr.Var("given"), larger));
    Stmt look =
        Stmt.Seq.of(
            Stmt.Let.of("score", new Expr.Load(scores, Affine.of("i"))),
            new Stmt.If(Relation.LT, score, last, larger),
            equal);
    Expr best = new Expr.Var("best");
    Stmt place =
        Stmt.Seq.of(
            Stmt.Let.of("largest", new Expr.Int(above.low()), above),
            Stmt.Let.of("best", new Expr.Int(0), classes),
            Stmt.For.of(new Axis("i", scores.length()), look),
            new Stmt.Store(
                context.output(), Affine.of("k"), new Expr.Clamp(best, 0, classes.high())),
            new Stmt.Assign("last", new Expr.Var("largest")),
            new Stmt.Assign("given", best));
    return new Stmt.Seq(
        List.of(
            Stmt.Let.of("last", new Expr.Int(above.high()), above),
            Stmt.Let.of("given", new Expr.Int(-1), classes),
            Stmt.For.of(new Axis("k", top.count()), place)));
  }
}
