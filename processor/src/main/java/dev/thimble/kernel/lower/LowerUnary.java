package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.List;

/**
 * Functions of one element: a table where there are few inputs, a ratio where it is only a change
 * of scale.
 */
final class LowerUnary implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Axis axis = Axes.flat(graph.out(node).shape());
    Affine i = Affine.of(axis.name());
    Expr x = new Expr.Load(context.input(0), i);
    return new Stmt.Do(
        Nest.map(
            node.name(),
            List.of(axis),
            value(node.arithmetic().orElseThrow(), x, context),
            context.output(),
            i));
  }

  private static Expr value(Arithmetic arithmetic, Expr x, Context context) {
    if (arithmetic instanceof Arithmetic.Table table) {
      long[] entries = table.entries().stream().mapToLong(Integer::longValue).toArray();
      Expr entry = Expr.sub(x, new Expr.Int(table.first()));
      return new Expr.Lookup(context.constant("table", entries), entry);
    } else if (arithmetic instanceof Arithmetic.Scaled rule) {
      Expr centred = Expr.sub(x, new Expr.Int(rule.inputZeroPoint()));
      return context.scaled(centred, rule, Affine.of(0));
    }
    throw new IllegalArgumentException("a function of one element by " + arithmetic);
  }
}
