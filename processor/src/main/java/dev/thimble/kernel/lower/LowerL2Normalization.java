package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic.Normalized;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Rows divided by their length, {@code internal/reference/integer_ops/l2normalization.h}. */
final class LowerL2Normalization implements Lowering {
  /** Outputs have seven bits behind the point. */
  private static final int SHIFT = 31 - 7;

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Normalized rule = (Normalized) node.arithmetic().orElseThrow();
    Shape shape = graph.in(node, 0).shape();
    int depth = shape.extent(-1);
    int rows = shape.size() / depth;
    Axis k = new Axis("k", depth);
    Affine at = rows > 1 ? Affine.of("k").plus("n", depth) : Affine.of("k");
    Expr centred =
        Expr.sub(new Expr.Load(context.input(0), at), new Expr.Int(rule.inputZeroPoint()));
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Fold.of("sum", List.of(k), Op.ADD, new Expr.Int(0), Expr.mul(centred, centred)));
    body.addAll(InverseRoot.of(new Expr.Var("sum")));
    Expr shift = Expr.add(new Expr.Var(InverseRoot.SHIFT), new Expr.Int(SHIFT));
    Expr scaled = Expr.requantise(centred, new Expr.Var(InverseRoot.ROOT), shift, Rounding.DOUBLE);
    Expr clamped = new Expr.Clamp(scaled, Byte.MIN_VALUE, Byte.MAX_VALUE);
    body.add(Stmt.For.of(k, new Stmt.Store(context.output(), at, clamped)));
    Stmt row = new Stmt.Seq(body);
    return rows > 1 ? Stmt.For.of(new Axis("n", rows), row) : row;
  }
}
