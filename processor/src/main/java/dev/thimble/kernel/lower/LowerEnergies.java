package dev.thimble.kernel.lower;

import dev.thimble.graph.Energies;
import dev.thimble.graph.Graph;
import dev.thimble.graph.HalvingFft;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Bin by bin. */
final class LowerEnergies implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Energies energies = (Energies) node.operator();
    Affine bin = Affine.of(0).plus("bin", 2);
    Affine at = Affine.of("bin");
    Expr re = new Expr.Load(context.input(0), bin);
    Expr im = new Expr.Load(context.input(0), bin.plus(1));
    // Two squares of -32768 do not fit: they cannot be either, for the samples' energy bounds them.
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Let.of("re", new Expr.Clamp(re, -Short.MAX_VALUE, Short.MAX_VALUE)));
    body.add(Stmt.Let.of("im", new Expr.Clamp(im, -Short.MAX_VALUE, Short.MAX_VALUE)));
    Expr sum = Expr.add(square("re"), square("im"));
    Expr energy = new Expr.Clamp(sum, 0, Energies.MOST);
    if (energies.root()) {
      body.addAll(SquareRoot.of("root", energy));
      Expr shift =
          new Expr.Clamp(new Expr.Load(context.input(1), Affine.of(0)), 0, HalvingFft.MOST_SHIFT);
      Expr magnitude = Expr.bin(Op.SHR, new Expr.Var("root"), shift);
      energy = new Expr.Clamp(magnitude, 0, Energies.MOST_ROOT);
    }
    body.add(new Stmt.Store(context.output(), at, energy));
    int bins = graph.out(node).shape().size();
    return Stmt.For.of(new Axis("bin", bins), new Stmt.Seq(body));
  }

  private static Expr square(String name) {
    return Expr.mul(new Expr.Var(name), new Expr.Var(name));
  }
}
