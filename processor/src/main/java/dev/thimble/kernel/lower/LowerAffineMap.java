package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** A sum of products for each row of weights, which at most a shift brings to its scale. */
final class LowerAffineMap implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Shape w = graph.in(node, 1).shape();
    List<Axis> out = new ArrayList<>();
    Sums.addIfMany(out, "o", w.extent(0));
    Affine o = w.extent(0) > 1 ? Affine.of("o") : Affine.of(0);
    Affine k = Affine.of("k");
    Expr weight =
        new Expr.Load(
            context.constant("weights", graph.in(node, 1).integers()), k.plus(o, w.extent(1)));
    return new Stmt.Do(
        Nest.sum(
            node.name(),
            out,
            List.of(new Axis("k", w.extent(1))),
            context.perChannel("bias", graph.in(node, 2).integers(), o),
            Expr.mul(new Expr.Load(context.input(0), k), weight),
            List.of(),
            shifted(new Expr.Var(Nest.ACC), (Arithmetic.Shifted) node.arithmetic().orElseThrow()),
            context.output(),
            o));
  }

  /** A sum or product on the output's scale. */
  static Expr shifted(Expr sum, Arithmetic.Shifted rule) {
    Expr value = sum;
    if (rule.shift() > 0) {
      Expr rounded = Expr.add(sum, new Expr.Int(1L << (rule.shift() - 1)));
      value = Expr.bin(Expr.Op.SHR, rounded, new Expr.Int(rule.shift()));
    }
    boolean all =
        rule.output().low() == Integer.MIN_VALUE && rule.output().high() == Integer.MAX_VALUE;
    return all ? value : Context.clamp(value, rule.output());
  }
}
