package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.ResizeBilinear;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Four neighbours weighed in steps of 2^-10, by tables of offsets and shares. */
final class LowerResizeBilinear implements Lowering {
  private static final Expr ONE = new Expr.Int(1 << 10);

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Shape y = graph.out(node).shape();
    Side rows = new Side(graph, node, context, 1, "row");
    Side columns = new Side(graph, node, context, 2, "column");
    Expr upper =
        rows.mixed(
            columns.mixed(
                at(context, y, rows, columns, false, false),
                at(context, y, rows, columns, false, true)),
            columns.mixed(
                at(context, y, rows, columns, true, false),
                at(context, y, rows, columns, true, true)));
    Expr acc = new Expr.Var(Nest.ACC);
    Expr half = new Expr.Int(1 << 19);
    Expr away =
        new Expr.Select(Expr.Relation.GT, acc, new Expr.Int(0), half, new Expr.Int(-(1 << 19)));
    Expr rounded = Expr.bin(Op.DIV, Expr.add(acc, away), new Expr.Int(1 << 20));
    Element element = context.output().element();
    return new Stmt.Do(
        new Nest(
            node.name(),
            Axes.of(y),
            List.of(),
            Op.ADD,
            upper,
            new Expr.Int(0),
            List.of(),
            Element.I64,
            new Expr.Clamp(rounded, element.range().low(), element.range().high()),
            context.output(),
            Axes.index(y)));
  }

  private static Expr at(
      Context context, Shape y, Side rows, Side columns, boolean below, boolean right) {
    Affine others = Affine.of(0);
    if (y.extent(0) > 1) {
      others = others.plus(Axes.name(0), rows.picture.stride(0));
    }
    if (y.extent(3) > 1) {
      others = others.plus(Axes.name(3), 1);
    }
    Expr index = Expr.add(rows.offset(below), columns.offset(right));
    return new Expr.Lookup(context.input(0), Expr.add(new Expr.Index(others), index));
  }

  /** Rows or columns: from where they come and how much each of two counts. */
  private static final class Side {
    private final ResizeBilinear operator;
    private final Context context;
    private final Shape picture;
    private final int axis;
    private final int extent;
    private final String role;

    Side(Graph graph, Node node, Context context, int axis, String role) {
      this.operator = (ResizeBilinear) node.operator();
      this.context = context;
      this.picture = graph.in(node, 0).shape();
      this.axis = axis;
      this.extent = graph.out(node).shape().extent(axis);
      this.role = role;
    }

    private Expr table(String what, ToLongFunction<ResizeBilinear.Neighbours> entry) {
      long[] entries =
          IntStream.range(0, extent)
              .mapToObj(i -> operator.neighbours(i, picture.extent(axis), extent))
              .mapToLong(entry)
              .toArray();
      Affine at = extent > 1 ? Affine.of(Axes.name(axis)) : Affine.of(0);
      return context.perChannel(role + "_" + what, entries, at);
    }

    Expr offset(boolean second) {
      long stride = picture.stride(axis);
      return second
          ? table("second", n -> n.second() * stride)
          : table("first", n -> n.first() * stride);
    }

    Expr mixed(Expr first, Expr second) {
      Expr share = table("share", ResizeBilinear.Neighbours::share);
      return Expr.add(Expr.mul(first, Expr.sub(ONE, share)), Expr.mul(second, share));
    }
  }
}
