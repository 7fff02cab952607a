package dev.thimble.kernel.lower;

import dev.thimble.graph.Detect;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** The scores move up, are summed, and the waiting is counted down. */
final class LowerDetect implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Detect detect = (Detect) node.operator();
    Buffer history = context.output(Detect.HISTORY);
    Buffer wait = context.output(Detect.WAIT);
    Affine last = Affine.of(detect.scores() - 1L);
    Affine one = Affine.of(0);
    Expr zero = new Expr.Int(0);
    List<Stmt> body = new ArrayList<>();
    if (detect.scores() > 1) {
      Expr next = new Expr.Load(history, Affine.of("i").plus(1));
      List<Axis> axes = new ArrayList<>();
      Sums.addIfMany(axes, "i", detect.scores() - 1);
      Affine at = axes.isEmpty() ? one : Affine.of("i");
      Expr moved = axes.isEmpty() ? new Expr.Load(history, Affine.of(1)) : next;
      body.add(new Stmt.Do(Nest.map(node.name(), axes, moved, history, at)));
    }
    Expr score = new Expr.Load(context.input(0), Affine.of(detect.label()));
    body.add(new Stmt.Store(history, last, Expr.sub(score, new Expr.Int(detect.zeroPoint()))));
    Expr kept = new Expr.Load(history, Affine.of("i"));
    Axis scores = new Axis("i", detect.scores());
    body.add(Stmt.Fold.of("sum", List.of(scores), Op.ADD, zero, kept));
    Expr waiting = new Expr.Clamp(new Expr.Load(wait, one), 0, Detect.MOST_RUNS);
    Interval runs = new Interval(0, Detect.MOST_RUNS);
    body.add(Stmt.Let.of("waiting", waiting, runs));
    body.add(Stmt.Let.of("found", zero, new Interval(0, 1)));
    Expr left = new Expr.Var("waiting");
    Expr fewer = new Expr.Clamp(Expr.sub(left, new Expr.Int(1)), 0, Detect.MOST_RUNS);
    // Whether it was waiting must be known before the count changes.
    body.add(
        new Stmt.If(
            Relation.EQ,
            left,
            zero,
            new Stmt.If(
                Relation.GE,
                new Expr.Var("sum"),
                new Expr.Int(detect.threshold()),
                new Stmt.Assign("found", new Expr.Int(1)))));
    body.add(new Stmt.If(Relation.GT, left, zero, new Stmt.Assign("waiting", fewer)));
    body.add(
        new Stmt.If(
            Relation.EQ,
            new Expr.Var("found"),
            new Expr.Int(1),
            new Stmt.Assign("waiting", new Expr.Int(detect.refractory()))));
    body.add(new Stmt.Store(wait, one, left));
    body.add(new Stmt.Store(context.output(), one, new Expr.Var("found")));
    return new Stmt.Seq(body);
  }
}
