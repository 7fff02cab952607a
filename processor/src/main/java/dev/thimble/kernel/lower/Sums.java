package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Bound;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Nest;
import java.util.List;

/** What convolutions and dense layers have in common: sums of products of inputs and weights. */
final class Sums {
  private Sums() {}

  /**
   * Axes and indices of a sum of products; {@code channel} indexes what there is once for each
   * output channel.
   */
  record Form(
      List<Axis> out,
      List<Axis> reduce,
      List<Bound> bounds,
      Affine input,
      Affine weight,
      Affine channel,
      Affine output) {}

  static Nest ofProducts(
      Graph graph, Node node, Context context, Form form, Arithmetic.Scaled rule) {
    Expr x = new Expr.Load(context.input(0), form.input());
    Expr w = new Expr.Load(context.weights("weights", 1), form.weight());
    Expr term =
        Expr.mul(
            Expr.sub(x, new Expr.Int(rule.inputZeroPoint())),
            Expr.sub(w, new Expr.Int(rule.weightZeroPoint())));
    return Nest.sum(
        node.name(),
        form.out(),
        form.reduce(),
        bias(graph, node, context, form.channel()),
        term,
        form.bounds(),
        context.scaled(new Expr.Var(Nest.ACC), rule, form.channel()),
        context.output(),
        form.output());
  }

  /** A sum without terms: outputs that no input reaches hold the bias. */
  static Nest ofNothing(
      Graph graph,
      Node node,
      Context context,
      List<Axis> out,
      Affine channel,
      Affine output,
      Arithmetic.Scaled rule) {
    Expr bias = bias(graph, node, context, channel);
    return Nest.map(
        node.name(), out, context.scaled(bias, rule, channel), context.output(), output);
  }

  private static Expr bias(Graph graph, Node node, Context context, Affine channel) {
    return graph
        .input(node, 2)
        .map(bias -> context.perChannel("bias", bias.integers(), channel))
        .orElse(new Expr.Int(0));
  }

  static void addIfMany(List<Axis> axes, String name, int extent) {
    if (extent > 1) {
      axes.add(new Axis(name, extent));
    }
  }

  /** A sum of one term is still a sum: backends look for one reduction axis at least. */
  static List<Axis> atLeastOne(List<Axis> reduce) {
    return reduce.isEmpty() ? List.of(new Axis("tap", 1)) : reduce;
  }
}
