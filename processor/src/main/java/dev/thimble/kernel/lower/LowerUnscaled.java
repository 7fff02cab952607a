package dev.thimble.kernel.lower;

import dev.thimble.graph.Energies;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Unscaled;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Stmt;

/** Element by element, with half of what is shifted away. */
final class LowerUnscaled implements Lowering {
  private static final int MOST_SHIFT = 30;

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Unscaled unscaled = (Unscaled) node.operator();
    Expr given = new Expr.Load(context.input(1), Affine.of(0));
    Expr shifted = Expr.mul(given, new Expr.Int(unscaled.bits()));
    // What is shifted further is nothing.
    Expr shift = new Expr.Clamp(unscaled.bits() == 1 ? given : shifted, 0, MOST_SHIFT);
    Expr all = Expr.bin(Op.SHL, new Expr.Int(1), new Expr.Var("shift"));
    Expr x = new Expr.Load(context.input(0), Affine.of("i"));
    Expr limited = new Expr.Clamp(x, -Energies.MOST, Energies.MOST);
    Expr sum = Expr.add(limited, new Expr.Var("half"));
    Expr result = Expr.bin(Op.SHR, sum, new Expr.Var("shift"));
    long most = context.output().element().range().high();
    return Stmt.Seq.of(
        Stmt.Let.of("shift", shift),
        Stmt.Let.of("half", Expr.bin(Op.SHR, all, new Expr.Int(1))),
        Stmt.For.of(
            new Axis("i", context.output().length()),
            new Stmt.Store(
                context.output(), Affine.of("i"), new Expr.Clamp(result, -most - 1, most))));
  }
}
