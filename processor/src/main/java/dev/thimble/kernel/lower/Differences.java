package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Metric;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Expr;
import java.util.Optional;

/** Differences between an input and the points of {@code Distances} and {@code Neighbours}. */
record Differences(Graph graph, Node node, Context context, int points, int multipliers) {
  /** What the difference between feature k and that of point c counts. */
  Expr term(Metric metric, Affine k, Affine c) {
    Expr difference = difference(k, c);
    return metric == Metric.EUCLIDEAN
        ? Expr.mul(difference, difference)
        : Expr.bin(Expr.Op.MAX, difference, Expr.sub(new Expr.Int(0), difference));
  }

  private Expr difference(Affine k, Affine c) {
    Arithmetic.Differences rule = (Arithmetic.Differences) node.arithmetic().orElseThrow();
    Shape shape = graph.in(node, points).shape();
    Affine at = k.plus(c, shape.extent(1));
    Expr x = new Expr.Load(context.input(0), k);
    Expr point = new Expr.Load(context.constant("centres", graph.in(node, points).integers()), at);
    if (rule.factor() > 0) {
      Expr centred = Expr.sub(x, new Expr.Int(rule.inputZeroPoint()));
      Expr fine = rule.factor() == 1 ? centred : Expr.mul(centred, new Expr.Int(rule.factor()));
      return Expr.sub(fine, point);
    }
    Optional<Value> factors = graph.input(node, multipliers);
    long[] data = factors.orElseThrow().integers();
    Affine of = data.length == shape.elements() ? at : k;
    Expr product =
        Expr.sub(Expr.mul(x, new Expr.Load(context.constant("multipliers", data), of)), point);
    return rule.shift() == 0 ? product : Expr.bin(Expr.Op.SHR, product, new Expr.Int(rule.shift()));
  }
}
