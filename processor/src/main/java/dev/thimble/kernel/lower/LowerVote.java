package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Vote;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** The largest score votes, the oldest vote goes, and the votes are counted. */
final class LowerVote implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Vote vote = (Vote) node.operator();
    Buffer scores = context.input(0);
    Buffer votes = context.output(Vote.VOTES);
    Affine i = Affine.of("i");
    List<Stmt> body = new ArrayList<>();
    body.addAll(best(scores, vote.least()));
    Affine last = Affine.of(vote.over() - 1L);
    if (vote.over() > 1) {
      Stmt move = new Stmt.Store(votes, i, new Expr.Load(votes, i.plus(1)));
      body.add(Stmt.For.of(new Axis("i", vote.over() - 1), move));
    }
    body.add(new Stmt.Store(votes, last, new Expr.Var("best")));
    body.add(
        Stmt.Let.of(
            "winner", new Expr.Int(vote.otherwise()), new Interval(0, scores.length() - 1L)));
    // Only a class that has a vote can win.
    Expr candidate = new Expr.Load(votes, Affine.of("v"));
    Expr same =
        new Expr.Select(
            Relation.EQ,
            new Expr.Load(votes, i),
            new Expr.Var("candidate"),
            new Expr.Int(1),
            new Expr.Int(0));
    Expr winner = Expr.sub(new Expr.Var("candidate"), new Expr.Int(1));
    Stmt win = new Stmt.Assign("winner", new Expr.Clamp(winner, 0, scores.length() - 1L));
    Stmt most =
        new Stmt.If(
            Relation.GT,
            new Expr.Var("candidate"),
            new Expr.Int(0),
            new Stmt.If(
                Relation.GT,
                Expr.mul(new Expr.Var("count"), new Expr.Int(2)),
                new Expr.Int(vote.over()),
                win));
    body.add(
        Stmt.For.of(
            new Axis("v", vote.over()),
            Stmt.Seq.of(
                Stmt.Let.of("candidate", candidate),
                Stmt.Fold.of(
                    "count", List.of(new Axis("i", vote.over())), Op.ADD, new Expr.Int(0), same),
                most)));
    body.add(new Stmt.Store(context.output(), Affine.of(0), new Expr.Var("winner")));
    return new Stmt.Seq(body);
  }

  /** The class of the largest score, counted from 1; 0 if it is too low. */
  private static List<Stmt> best(Buffer scores, int least) {
    Expr score = new Expr.Load(scores, Affine.of("i"));
    Expr top = new Expr.Var("top");
    Stmt better =
        Stmt.Seq.of(
            new Stmt.Assign("top", score),
            new Stmt.Assign("best", new Expr.Index(Affine.of("i").plus(1))));
    return List.of(
        Stmt.Let.of("top", new Expr.Int(scores.element().range().low()), scores.element().range()),
        Stmt.Let.of("best", new Expr.Int(1), new Interval(0, scores.length())),
        Stmt.For.of(new Axis("i", scores.length()), new Stmt.If(Relation.GT, score, top, better)),
        new Stmt.If(
            Relation.LT, top, new Expr.Int(least), new Stmt.Assign("best", new Expr.Int(0))));
  }
}
