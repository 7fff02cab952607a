package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Compare;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;

/** Comparisons, choices and slopes: elements of broadcast tensors that meet. */
final class LowerBroadcast {
  private static final Expr ZERO = new Expr.Int(0);

  private LowerBroadcast() {}

  /** 1 where the comparison holds. */
  static Stmt compare(Graph graph, Node node, Context context) {
    Expr a = operand(graph, node, context, 0);
    Expr b = operand(graph, node, context, 1);
    if (node.arithmetic().orElseThrow() instanceof Arithmetic.Compared rule) {
      a = scaled(a, rule.leftZeroPoint(), rule.left(), rule);
      b = scaled(b, rule.rightZeroPoint(), rule.right(), rule);
    }
    Relation relation = relation(((Compare) node.operator()).relation());
    return map(graph, node, context, new Expr.Select(relation, a, b, new Expr.Int(1), ZERO));
  }

  private static Expr scaled(
      Expr value, int zeroPoint, Arithmetic.Ratio ratio, Arithmetic.Compared rule) {
    Expr centred = Expr.sub(value, new Expr.Int(zeroPoint));
    Expr shifted = Expr.mul(centred, new Expr.Int(1L << rule.preShift()));
    return Context.scaled(shifted, ratio, rule.rounding());
  }

  private static Relation relation(Compare.Relation relation) {
    return switch (relation) {
      case EQUAL -> Relation.EQ;
      case NOT_EQUAL -> Relation.NE;
      case LESS -> Relation.LT;
      case LESS_EQUAL -> Relation.LE;
      case GREATER -> Relation.GT;
      case GREATER_EQUAL -> Relation.GE;
    };
  }

  /** One of two elements. */
  static Stmt select(Graph graph, Node node, Context context) {
    Expr condition = operand(graph, node, context, 0);
    Expr then = operand(graph, node, context, 1);
    Expr otherwise = operand(graph, node, context, 2);
    return map(
        graph, node, context, new Expr.Select(Relation.NE, condition, ZERO, then, otherwise));
  }

  /** A slope for what is negative. */
  static Stmt prelu(Graph graph, Node node, Context context) {
    Arithmetic.Sloped rule = (Arithmetic.Sloped) node.arithmetic().orElseThrow();
    Expr x = Expr.sub(operand(graph, node, context, 0), new Expr.Int(rule.inputZeroPoint()));
    Expr alpha = Expr.sub(operand(graph, node, context, 1), new Expr.Int(rule.alphaZeroPoint()));
    Expr positive = Context.scaled(x, rule.positive(), rule.rounding());
    Expr negative = Context.scaled(Expr.mul(x, alpha), rule.negative(), rule.rounding());
    Expr sloped = new Expr.Select(Relation.GE, x, ZERO, positive, negative);
    Expr value = Expr.add(sloped, new Expr.Int(rule.output().zeroPoint()));
    return map(graph, node, context, Context.clamp(value, rule.output()));
  }

  private static Expr operand(Graph graph, Node node, Context context, int input) {
    Shape shape = graph.in(node, input).shape();
    return new Expr.Load(context.input(input), Axes.broadcast(shape, graph.out(node).shape()));
  }

  private static Stmt map(Graph graph, Node node, Context context, Expr value) {
    Shape out = graph.out(node).shape();
    return new Stmt.Do(
        Nest.map(node.name(), Axes.of(out), value, context.output(), Axes.index(out)));
  }
}
