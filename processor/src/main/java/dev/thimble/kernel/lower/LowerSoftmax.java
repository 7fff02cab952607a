package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic.SoftmaxTables;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
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

/**
 * Softmax by a table of exponentials and one division for each class; the rule's javadoc has the
 * formula.
 */
final class LowerSoftmax implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    SoftmaxTables rule = (SoftmaxTables) node.arithmetic().orElseThrow();
    Shape shape = graph.in(node, 0).shape();
    int classes = shape.extent(-1);
    int rows = shape.size() / classes;
    Affine at = rows > 1 ? Affine.of("k").plus("n", classes) : Affine.of("k");
    Stmt row = row(rule, context, new Axis("k", classes), at);
    return rows > 1 ? Stmt.For.of(new Axis("n", rows), row) : row;
  }

  private static Stmt row(SoftmaxTables rule, Context context, Axis k, Affine at) {
    Buffer x = context.input(0);
    Expr value = new Expr.Load(x, at);
    // Never below 0, for it is the largest: the clamp says it to the ranges analysis.
    Expr below = new Expr.Clamp(Expr.sub(new Expr.Var("largest"), value), 0, 255);
    Expr lowest = new Expr.Int(x.element().range().low());
    List<Stmt> each = new ArrayList<>();
    each.add(Stmt.Let.of("below", below, new Interval(0, 255)));
    each.add(
        Stmt.Let.of(
            "numerator", entry(context, "numerators", rule.numerators(), new Expr.Var("below"))));
    Expr score = score();
    if (!rule.corrections().isEmpty()) {
      each.addAll(corrections(rule));
      score = Expr.add(score, new Expr.Var("correction"));
    }
    each.add(
        new Stmt.Store(
            context.output(), at, Expr.sub(new Expr.Clamp(score, 0, 255), new Expr.Int(128))));
    return Stmt.Seq.of(
        Stmt.Fold.of("largest", List.of(k), Op.MAX, lowest, value),
        Stmt.Fold.of(
            "sum",
            List.of(k),
            Op.ADD,
            new Expr.Int(0),
            entry(context, "addends", rule.addends(), below)),
        Stmt.For.of(k, new Stmt.Seq(each)));
  }

  /** The quotient rounded to the nearest, at most 255. */
  private static Expr score() {
    Expr sum = new Expr.Var("sum");
    Expr quotient =
        Expr.bin(Op.DIV, Expr.add(new Expr.Var("numerator"), sum), Expr.mul(new Expr.Int(2), sum));
    return new Expr.Clamp(quotient, 0, 255);
  }

  /** An entry of a table; 0 beyond its end. */
  private static Expr entry(Context context, String role, List<Long> table, Expr at) {
    long[] entries = table.stream().mapToLong(Long::longValue).toArray();
    Expr lookup = new Expr.Lookup(context.constant(role, entries), at);
    if (entries.length > 255) {
      return lookup;
    }
    return new Expr.Select(Relation.LT, at, new Expr.Int(entries.length), lookup, new Expr.Int(0));
  }

  /** A variable that is not 0 at the few sums where the quotient is one off. */
  private static List<Stmt> corrections(SoftmaxTables rule) {
    Interval range = Interval.of(0);
    List<Stmt> tests = new ArrayList<>();
    for (SoftmaxTables.Correction c : rule.corrections()) {
      range = range.union(Interval.of(c.delta()));
      Stmt then = new Stmt.Assign("correction", new Expr.Int(c.delta()));
      if (c.lowSum() == c.highSum()) {
        then = test(Relation.EQ, "sum", c.lowSum(), then);
      } else {
        then = test(Relation.LE, "sum", c.highSum(), then);
        then = test(Relation.GE, "sum", c.lowSum(), then);
      }
      tests.add(test(Relation.EQ, "below", c.difference(), then));
    }
    tests.add(0, Stmt.Let.of("correction", new Expr.Int(0), range));
    return tests;
  }

  private static Stmt test(Relation relation, String variable, long limit, Stmt then) {
    return new Stmt.If(relation, new Expr.Var(variable), new Expr.Int(limit), then);
  }
}
