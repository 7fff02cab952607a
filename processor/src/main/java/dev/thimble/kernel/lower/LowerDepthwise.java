package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Window;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * Depthwise convolutions: output channel {@code c * multiplier + m} sums the taps of input channel
 * {@code c}.
 */
final class LowerDepthwise implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Shape x = graph.in(node, 0).shape();
    Shape w = graph.in(node, 1).shape();
    PictureAxes axes =
        PictureAxes.of(window((DepthwiseConv2d) node.operator(), x, w), x, graph.out(node).shape());
    int channels = x.extent(-1);
    int multiplier = w.extent(2) / channels;
    List<Axis> out = new ArrayList<>(axes.positions());
    Sums.addIfMany(out, "c", channels);
    Sums.addIfMany(out, "m", multiplier);
    Affine c = channels > 1 ? Affine.of("c") : Affine.of(0);
    Affine m = multiplier > 1 ? Affine.of("m") : Affine.of(0);
    Affine o = m.plus(c, multiplier);
    return new Stmt.Do(
        Sums.ofProducts(
            graph,
            node,
            context,
            new Sums.Form(
                out,
                Sums.atLeastOne(axes.taps()),
                axes.bounds(),
                axes.input().plus(c, 1),
                axes.tap(w.extent(2)).plus(o, 1),
                o,
                axes.output().plus(o, 1)),
            (Arithmetic.Scaled) node.arithmetic().orElseThrow()));
  }

  private static Window window(DepthwiseConv2d operator, Shape x, Shape w) {
    try {
      return operator.window().over(x.extent(-3), x.extent(-2), w.extent(0), w.extent(1));
    } catch (ShapeException e) {
      throw new IllegalStateException(e);
    }
  }
}
