package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.RunningMean;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** The sum of a stretch less its newest sample; then a sample comes and one goes. */
final class LowerRunningMean implements Lowering {
  private static final long LOUDEST = 1 << 15;

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    RunningMean mean = (RunningMean) node.operator();
    Shape x = graph.in(node, 0).shape();
    Channels channels = Channels.of(x);
    Interval sums = new Interval(-LOUDEST * mean.samples(), LOUDEST * mean.samples());
    Expr sum = new Expr.Var("sum");
    Expr first = new Expr.Load(context.input(0), channels.sample("i", 0));
    Expr newest = new Expr.Load(context.input(0), channels.sample("i", mean.samples() - 1L));
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Let.of("sum", new Expr.Int(0), sums));
    body.add(Stmt.For.of(new Axis("i", mean.samples() - 1), more(Expr.add(sum, first), sums)));
    List<Stmt> each = new ArrayList<>();
    each.add(more(Expr.add(sum, newest), sums));
    each.add(Stmt.Let.of("all", Expr.add(sum, new Expr.Int(mean.samples() / 2))));
    LongProduct product = LongProduct.of("all");
    each.addAll(product.parts());
    Expr quotient = product.by(mean.share());
    each.add(
        new Stmt.Store(
            context.output(),
            channels.sample("i", 0),
            new Expr.Clamp(quotient, Short.MIN_VALUE, Short.MAX_VALUE)));
    each.add(more(Expr.sub(sum, first), sums));
    int results = x.extent(0) - mean.samples() + 1;
    body.add(Stmt.For.of(new Axis("i", results), new Stmt.Seq(each)));
    return channels.each(new Stmt.Seq(body));
  }

  private static Stmt more(Expr value, Interval sums) {
    return new Stmt.Assign("sum", new Expr.Clamp(value, sums.low(), sums.high()));
  }
}
