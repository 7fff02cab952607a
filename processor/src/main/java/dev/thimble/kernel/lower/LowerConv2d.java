package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Window;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Convolutions, grouped ones too: the sum over taps and input channels, then requantisation. */
final class LowerConv2d implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Shape x = graph.in(node, 0).shape();
    Shape w = graph.in(node, 1).shape();
    Shape y = graph.out(node).shape();
    PictureAxes axes = PictureAxes.of(window((Conv2d) node.operator(), x, w), x, y);
    int groups = x.extent(-1) / w.extent(3);
    if (groups == 1) {
      return new Stmt.Do(nest(graph, node, context, axes, 0, w.extent(0)));
    }
    List<Stmt> parts = new ArrayList<>();
    int channels = w.extent(0) / groups;
    for (int group = 0; group < groups; group++) {
      parts.add(new Stmt.Do(nest(graph, node, context, axes, group, channels)));
    }
    return new Stmt.Seq(parts);
  }

  private static Window window(Conv2d operator, Shape x, Shape w) {
    try {
      return operator.window().over(x.extent(-3), x.extent(-2), w.extent(1), w.extent(2));
    } catch (ShapeException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Nest nest(
      Graph graph, Node node, Context context, PictureAxes axes, int group, int channels) {
    Arithmetic.Scaled rule = (Arithmetic.Scaled) node.arithmetic().orElseThrow();
    Shape w = graph.in(node, 1).shape();
    int depth = w.extent(3);
    int first = group * channels;
    List<Axis> out = new ArrayList<>(axes.positions());
    List<Axis> reduce = new ArrayList<>(axes.taps());
    Sums.addIfMany(out, "o", channels);
    Sums.addIfMany(reduce, "i", depth);
    Affine o = (channels > 1 ? Affine.of("o") : Affine.of(0)).plus(first);
    Affine i = depth > 1 ? Affine.of("i") : Affine.of(0);
    Affine tap = axes.tap(depth).plus(i, 1).plus(o, w.stride(0));
    return Sums.ofProducts(
        graph,
        node,
        context,
        new Sums.Form(
            out,
            Sums.atLeastOne(reduce),
            axes.bounds(),
            axes.input().plus(i, 1).plus((long) group * depth),
            tap,
            o,
            axes.output().plus(o, 1)),
        rule);
  }
}
