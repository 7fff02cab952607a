package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.TransposeConv2d;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Bound;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * Transposed convolutions, turned round so that each output is written once. Outputs whose places
 * have the same remainder modulo the strides meet the same taps: each such class is one
 * convolution.
 */
final class LowerTransposeConv2d implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    TransposeConv2d operator = (TransposeConv2d) node.operator();
    Shape x = graph.in(node, 0).shape();
    Shape w = graph.in(node, 1).shape();
    List<Stmt> classes = new ArrayList<>();
    for (int row = 0; row < operator.strideHeight(); row++) {
      for (int column = 0; column < operator.strideWidth(); column++) {
        Line rows =
            new Line(
                "y",
                row,
                operator.strideHeight(),
                operator.padTop(),
                w.extent(1),
                x.extent(-3),
                operator.outHeight());
        Line columns =
            new Line(
                "x",
                column,
                operator.strideWidth(),
                operator.padLeft(),
                w.extent(2),
                x.extent(-2),
                operator.outWidth());
        if (rows.outputs() > 0 && columns.outputs() > 0) {
          classes.add(nest(graph, node, context, rows, columns));
        }
      }
    }
    return classes.size() == 1 ? classes.get(0) : new Stmt.Seq(classes);
  }

  /**
   * One axis of a class: output {@code stride * j + remainder} meets input {@code j + shift + m} at
   * tap {@code first + stride * (taps - 1 - m)}.
   */
  private record Line(
      String name, int remainder, int stride, int pad, int kernel, int extent, int out) {
    int outputs() {
      return (out - remainder + stride - 1) / stride;
    }

    /** The first tap that outputs of this class meet. */
    int first() {
      return (remainder + pad) % stride;
    }

    int taps() {
      return kernel <= first() ? 0 : (kernel - first() + stride - 1) / stride;
    }

    Affine input() {
      int shift = (remainder + pad - first()) / stride - (taps() - 1);
      return Affine.of("o" + name).plus("k" + name, 1).plus(shift);
    }

    Affine tap() {
      return Affine.of(first() + (long) stride * (taps() - 1)).plus("k" + name, -stride);
    }

    Affine output() {
      return Affine.of(remainder).plus("o" + name, stride);
    }

    Axis outputAxis() {
      return new Axis("o" + name, outputs());
    }

    Axis tapAxis() {
      return new Axis("k" + name, taps());
    }
  }

  private static Stmt nest(Graph graph, Node node, Context context, Line rows, Line columns) {
    Shape x = graph.in(node, 0).shape();
    Shape w = graph.in(node, 1).shape();
    Shape y = graph.out(node).shape();
    int depth = x.extent(-1);
    int channels = y.extent(-1);
    int pictures = x.rank() == 4 ? x.extent(0) : 1;
    List<Axis> out = new ArrayList<>();
    Sums.addIfMany(out, "n", pictures);
    out.addAll(List.of(rows.outputAxis(), columns.outputAxis(), new Axis("o", channels)));
    Affine n = pictures > 1 ? Affine.of("n") : Affine.of(0);
    Affine output = place(y, n, rows.output(), columns.output()).plus("o", 1);
    Arithmetic.Scaled rule = (Arithmetic.Scaled) node.arithmetic().orElseThrow();
    if (rows.taps() == 0 || columns.taps() == 0) {
      return new Stmt.Do(Sums.ofNothing(graph, node, context, out, Affine.of("o"), output, rule));
    }
    List<Axis> reduce = List.of(rows.tapAxis(), columns.tapAxis(), new Axis("i", depth));
    List<Bound> bounds =
        List.of(
            new Bound(rows.input(), rows.extent()), new Bound(columns.input(), columns.extent()));
    Affine weight =
        Affine.of("i")
            .plus("o", w.stride(0))
            .plus(rows.tap(), w.stride(1))
            .plus(columns.tap(), w.stride(2));
    Sums.Form form =
        new Sums.Form(
            out,
            reduce,
            bounds,
            place(x, n, rows.input(), columns.input()).plus("i", 1),
            weight,
            Affine.of("o"),
            output);
    return new Stmt.Do(Sums.ofProducts(graph, node, context, form, rule));
  }

  /** The index of the first channel at a picture's row and column. */
  private static Affine place(Shape shape, Affine picture, Affine row, Affine column) {
    long line = (long) shape.extent(-1) * shape.extent(-2);
    return Affine.of(0)
        .plus(picture, line * shape.extent(-3))
        .plus(row, line)
        .plus(column, shape.extent(-1));
  }
}
