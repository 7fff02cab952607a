package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.MeanVote;
import dev.thimble.graph.Node;
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

/** The oldest scores go, and the sums of each class are compared. */
final class LowerMeanVote implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    MeanVote vote = (MeanVote) node.operator();
    Buffer scores = context.input(0);
    Buffer history = context.output(MeanVote.HISTORY);
    int classes = scores.length();
    Affine c = Affine.of("c");
    Affine i = Affine.of("i");
    List<Stmt> body = new ArrayList<>();
    if (vote.over() > 1) {
      Stmt move = new Stmt.Store(history, i, new Expr.Load(history, i.plus(classes)));
      body.add(Stmt.For.of(new Axis("i", (vote.over() - 1) * classes), move));
    }
    Expr score = Expr.sub(new Expr.Load(scores, c), new Expr.Int(vote.zeroPoint()));
    Affine last = c.plus((vote.over() - 1L) * classes);
    body.add(Stmt.For.of(new Axis("c", classes), new Stmt.Store(history, last, score)));
    long most = (long) vote.over() << 16;
    body.add(Stmt.Let.of("top", new Expr.Int(-most), new Interval(-most, most)));
    body.add(Stmt.Let.of("best", new Expr.Int(0), new Interval(0, classes - 1L)));
    Expr kept = new Expr.Load(history, c.plus("i", classes));
    Expr sum = new Expr.Var("sum");
    Stmt better =
        Stmt.Seq.of(
            new Stmt.Assign("top", new Expr.Clamp(sum, -most, most)),
            new Stmt.Assign("best", new Expr.Index(c)));
    body.add(
        Stmt.For.of(
            new Axis("c", classes),
            Stmt.Seq.of(
                Stmt.Fold.of(
                    "sum", List.of(new Axis("i", vote.over())), Op.ADD, new Expr.Int(0), kept),
                new Stmt.If(Relation.GT, sum, new Expr.Var("top"), better))));
    Expr winner =
        new Expr.Select(
            Relation.LT,
            new Expr.Var("top"),
            new Expr.Int(Math.max(-most, Math.min(most, vote.least()))),
            new Expr.Int(vote.otherwise()),
            new Expr.Var("best"));
    body.add(new Stmt.Store(context.output(), Affine.of(0), winner));
    return new Stmt.Seq(body);
  }
}
