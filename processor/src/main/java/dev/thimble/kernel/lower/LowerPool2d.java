package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Window;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.RangeException;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * Maximum and average pooling; the average rounds halves away from zero and counts only taps inside
 * the picture.
 */
final class LowerPool2d implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Pool2d operator = (Pool2d) node.operator();
    Shape x = graph.in(node, 0).shape();
    Window window = window(operator, x);
    PictureAxes axes = PictureAxes.of(window, x, graph.out(node).shape());
    boolean max = operator.kind() == Pool2d.Kind.MAX;
    if (!max && window.leaves(x.extent(-3), x.extent(-2))) {
      throw new RangeException(
          node.name() + ": a window lies outside the picture, its mean is 0 / 0");
    }
    List<Axis> out = new ArrayList<>(axes.positions());
    Sums.addIfMany(out, "c", x.extent(-1));
    Affine c = x.extent(-1) > 1 ? Affine.of("c") : Affine.of(0);
    Arithmetic.Pooled rule = (Arithmetic.Pooled) node.arithmetic().orElseThrow();
    Expr acc = new Expr.Var(Nest.ACC);
    long lowest = context.input(0).element().range().low();
    return new Stmt.Do(
        new Nest(
            node.name(),
            out,
            Sums.atLeastOne(axes.taps()),
            max ? Expr.Op.MAX : Expr.Op.ADD,
            new Expr.Int(max ? lowest : 0),
            new Expr.Load(context.input(0), axes.input().plus(c, 1)),
            axes.bounds(),
            Element.I64,
            Context.clamp(max ? acc : mean(acc), rule.output()),
            context.output(),
            axes.output().plus(c, 1)));
  }

  private static Window window(Pool2d operator, Shape x) {
    try {
      return operator
          .window()
          .over(x.extent(-3), x.extent(-2), operator.kernelHeight(), operator.kernelWidth());
    } catch (ShapeException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Expr mean(Expr acc) {
    Expr half = Expr.bin(Expr.Op.DIV, new Expr.Taps(), new Expr.Int(2));
    Expr away =
        new Expr.Select(
            Expr.Relation.GT, acc, new Expr.Int(0), Expr.add(acc, half), Expr.sub(acc, half));
    return Expr.bin(Expr.Op.DIV, away, new Expr.Taps());
  }
}
