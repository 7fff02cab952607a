package dev.thimble.kernel.lower;

import dev.thimble.graph.GainControl;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Energy by energy: its mean, the mean's gain, and the product of both. */
final class LowerGainControl implements Lowering {
  private static final int PARTS = 4;
  private static final int SHIFT = 3;
  private static final int MOST_SHIFT = 31;

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    GainControl control = (GainControl) node.operator();
    Buffer kept = context.output(GainControl.MEAN);
    OctaveCurve curve = OctaveCurve.of(context.constant("gains", control.gains()), PARTS);
    Affine i = Affine.of("i");
    List<Stmt> body = new ArrayList<>(MeanEnergy.of(context.input(0), kept, i, control.rate()));
    Expr above = Expr.add(new Expr.Var("mean"), new Expr.Int(control.floor()));
    body.add(Stmt.Let.of("above", above));
    body.addAll(curve.find(new Expr.Var("above"), PARTS * control.first()));
    body.add(Stmt.Let.of("gain", new Expr.Clamp(curve.value(), 0, Short.MAX_VALUE)));
    LongProduct x = LongProduct.of("x");
    body.addAll(x.parts());
    Expr shift = new Expr.Clamp(curve.entry(SHIFT), 0, MOST_SHIFT);
    Expr product = Expr.bin(Op.SHR, x.upper(new Expr.Var("gain")), shift);
    body.add(new Stmt.Store(context.output(), i, MeanEnergy.energy(product)));
    return Stmt.For.of(new Axis("i", context.output().length()), new Stmt.Seq(body));
  }
}
