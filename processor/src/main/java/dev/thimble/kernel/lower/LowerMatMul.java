package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.MatMul;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Products of matrices, one after the other. */
final class LowerMatMul implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    MatMul operator = (MatMul) node.operator();
    Arithmetic.Scaled rule = (Arithmetic.Scaled) node.arithmetic().orElseThrow();
    Shape a = graph.in(node, 0).shape();
    Shape b = graph.in(node, 1).shape();
    Shape y = graph.out(node).shape();
    int rows = y.extent(-2);
    int columns = y.extent(-1);
    int inner = a.extent(operator.leftTransposed() ? -2 : -1);
    List<Axis> out = new ArrayList<>();
    Sums.addIfMany(out, "n", y.size() / (rows * columns));
    Sums.addIfMany(out, "i", rows);
    Sums.addIfMany(out, "j", columns);
    Affine left = matrix(a, rows, inner, operator.leftTransposed(), "i", "k");
    Affine right = matrix(b, inner, columns, operator.rightTransposed(), "k", "j");
    Expr term =
        Expr.mul(
            Expr.sub(new Expr.Load(context.input(0), left), new Expr.Int(rule.inputZeroPoint())),
            Expr.sub(new Expr.Load(context.input(1), right), new Expr.Int(rule.weightZeroPoint())));
    return new Stmt.Do(
        Nest.sum(
            node.name(),
            out,
            List.of(new Axis("k", inner)),
            new Expr.Int(0),
            term,
            List.of(),
            context.scaled(new Expr.Var(Nest.ACC), rule, Affine.of(0)),
            context.output(),
            matrix(y, rows, columns, false, "i", "j")));
  }

  /** The index of an element; extents of 1 have no axis, but k always has one. */
  private static Affine matrix(
      Shape shape, int rows, int columns, boolean transposed, String row, String column) {
    Affine at = Affine.of(0);
    if (shape.size() > rows * columns) {
      at = at.plus("n", (long) rows * columns);
    }
    if (rows > 1) {
      at = at.plus(row, transposed ? 1 : columns);
    }
    return columns > 1 ? at.plus(column, transposed ? rows : 1) : at;
  }
}
