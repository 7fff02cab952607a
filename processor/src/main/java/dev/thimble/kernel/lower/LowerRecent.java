package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Recent;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** The rows move up, the new ones come behind them, and the runs are counted. */
final class LowerRecent implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Buffer rows = context.output();
    int fresh = context.input(0).length();
    int old = rows.length() - fresh;
    List<Stmt> body = new ArrayList<>();
    if (old > 0) {
      Expr next = new Expr.Load(rows, Affine.of("i").plus(fresh));
      body.add(map(node, old, next, rows, Affine.of("i")));
    }
    Expr given = new Expr.Load(context.input(0), Affine.of("i"));
    body.add(map(node, fresh, given, rows, Affine.of("i").plus(old)));
    Recent recent = (Recent) node.operator();
    if (recent.gates()) {
      body.addAll(counted(recent, context));
    }
    return new Stmt.Seq(body);
  }

  private static Stmt map(Node node, int count, Expr value, Buffer target, Affine at) {
    return new Stmt.Do(Nest.map(node.name(), List.of(new Axis("i", count)), value, target, at));
  }

  private static List<Stmt> counted(Recent recent, Context context) {
    Buffer due = context.output(Recent.DUE);
    Buffer count = context.output(Recent.COUNT);
    Expr before = new Expr.Load(count, Affine.of(0));
    Expr runs = new Expr.Clamp(Expr.sub(before, new Expr.Int(1)), 0, Recent.MOST_RUNS);
    Expr left = new Expr.Var("left");
    Expr zero = new Expr.Int(0);
    return List.of(
        Stmt.Let.of("left", runs),
        new Stmt.Store(
            due, Affine.of(0), new Expr.Select(Relation.EQ, left, zero, new Expr.Int(1), zero)),
        new Stmt.Store(
            count,
            Affine.of(0),
            new Expr.Select(Relation.EQ, left, zero, new Expr.Int(recent.every()), left)));
  }
}
