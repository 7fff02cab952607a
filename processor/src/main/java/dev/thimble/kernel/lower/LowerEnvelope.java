package dev.thimble.kernel.lower;

import dev.thimble.graph.Coefficient;
import dev.thimble.graph.Envelope;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** The state follows the magnitude, with one factor or the other. */
final class LowerEnvelope implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Envelope envelope = (Envelope) node.operator();
    Shape x = graph.in(node, 0).shape();
    Channels channels = Channels.of(x);
    Buffer state = context.output(Envelope.STATE);
    Expr fraction = new Expr.Int(Envelope.FRACTION);
    Expr given = new Expr.Var("x");
    Expr zero = new Expr.Int(0);
    Expr y = new Expr.Var("y");
    Expr gap = new Expr.Var("gap");
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Let.of("x", new Expr.Load(context.input(0), channels.sample("i", 0))));
    Expr size = new Expr.Select(Relation.LT, given, zero, Expr.sub(zero, given), given);
    body.add(Stmt.Let.of("size", new Expr.Clamp(size, 0, 1 << 15)));
    body.add(Stmt.Let.of("y", new Expr.Clamp(new Expr.Load(state, channels.row(0)), 0, 1L << 30)));
    Expr raised = Expr.bin(Op.SHL, new Expr.Var("size"), fraction);
    body.add(Stmt.Let.of("gap", Expr.sub(raised, y)));
    LongProduct product = LongProduct.of("gap");
    body.addAll(product.parts());
    Expr step =
        new Expr.Select(
            Relation.GT,
            gap,
            zero,
            by(product, envelope.attack(), gap),
            by(product, envelope.release(), gap));
    body.add(Stmt.Let.of("next", new Expr.Clamp(Expr.add(y, step), 0, 1L << 30)));
    body.add(new Stmt.Store(state, channels.row(0), new Expr.Var("next")));
    Expr rounded = Expr.add(new Expr.Var("next"), new Expr.Int(1L << (Envelope.FRACTION - 1)));
    Expr result = new Expr.Clamp(Expr.bin(Op.SHR, rounded, fraction), 0, Short.MAX_VALUE);
    body.add(new Stmt.Store(context.output(), channels.sample("i", 0), result));
    return channels.each(Stmt.For.of(new Axis("i", x.extent(0)), new Stmt.Seq(body)));
  }

  private static Expr by(LongProduct product, Coefficient factor, Expr gap) {
    return factor.is(1) ? gap : product.by(factor);
  }
}
