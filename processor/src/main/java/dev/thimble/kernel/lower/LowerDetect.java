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
    if (detect.holds()) {
      body.addAll(held(detect, context));
    }
    // Whether it was waiting must be known before the count changes.
    body.add(new Stmt.If(Relation.EQ, left, zero, reached(detect)));
    body.add(new Stmt.If(Relation.GT, left, zero, new Stmt.Assign("waiting", fewer)));
    body.add(
        new Stmt.If(
            Relation.EQ,
            new Expr.Var("found"),
            new Expr.Int(1),
            new Stmt.Assign("waiting", new Expr.Int(detect.refractory()))));
    body.add(new Stmt.Store(wait, one, left));
    Expr result = new Expr.Var("found");
    if (detect.holds()) {
      Expr lasts = Expr.bin(Op.MAX, new Expr.Var("lasts"), result);
      Buffer held = context.output(Detect.HELD);
      body.add(new Stmt.Store(held, one, new Expr.Var("row")));
      body.add(new Stmt.Store(held, Affine.of(1), lasts));
      result = detect.lasting() ? lasts : result;
    }
    body.add(new Stmt.Store(context.output(), one, result));
    return new Stmt.Seq(body);
  }

  /** How often in a row the threshold is reached, and whether the last detection still lasts. */
  private static List<Stmt> held(Detect detect, Context context) {
    Buffer held = context.output(Detect.HELD);
    Expr zero = new Expr.Int(0);
    Expr before = new Expr.Load(held, Affine.of(0));
    Expr more = new Expr.Clamp(Expr.add(before, new Expr.Int(1)), 0, detect.debounce());
    Expr sum = new Expr.Var("sum");
    Expr row = new Expr.Select(Relation.GE, sum, new Expr.Int(detect.threshold()), more, zero);
    Expr lasted = new Expr.Clamp(new Expr.Load(held, Affine.of(1)), 0, 1);
    Expr release = new Expr.Int(detect.release());
    Expr lasts = new Expr.Select(Relation.GE, sum, release, lasted, zero);
    return List.of(
        Stmt.Let.of("row", row),
        Stmt.Let.of("lasts", detect.release() == Detect.NONE ? zero : lasts));
  }

  private static Stmt reached(Detect detect) {
    Stmt found = new Stmt.Assign("found", new Expr.Int(1));
    if (!detect.holds()) {
      Expr threshold = new Expr.Int(detect.threshold());
      return new Stmt.If(Relation.GE, new Expr.Var("sum"), threshold, found);
    }
    Expr often = new Expr.Int(detect.debounce());
    return new Stmt.If(
        Relation.GE,
        new Expr.Var("row"),
        often,
        new Stmt.If(Relation.EQ, new Expr.Var("lasts"), new Expr.Int(0), found));
  }
}
