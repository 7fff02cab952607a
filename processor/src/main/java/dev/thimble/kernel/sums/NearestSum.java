package dev.thimble.kernel.sums;

import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.List;
import java.util.Optional;

/**
 * A kernel that adds up the rows of the points that are nearest by squared distances of bytes. The
 * nearest ones so far are kept in order; of equals the first is nearer.
 *
 * @param distances of the points
 * @param nearest the distances that are kept
 * @param kept where the rows of these points begin
 * @param farthest what every distance is below
 * @param rows of all points, one behind the other
 * @param outputs elements of a row
 */
public record NearestSum(
    SquaredSum distances, Buffer nearest, Buffer kept, long farthest, Buffer rows, int outputs) {
  /** The kernel seen so, if it is one. */
  public static Optional<NearestSum> of(Kernel kernel) {
    if (kernel.body() instanceof Stmt.Seq seq
        && seq.body().size() == 4
        && kernel.inputs().size() == 1
        && kernel.outputs().size() == 1
        && seq.body().get(0) instanceof Stmt.Fill nearest
        && seq.body().get(1) instanceof Stmt.Fill kept
        && kept.value() == 0
        && seq.body().get(2) instanceof Stmt.For points
        && points.to() instanceof Expr.Int count
        && seq.body().get(3) instanceof Stmt.Do votes
        && votes.nest().term() instanceof Expr.Lookup row
        && row.buffer().isConstant()
        && votes.nest().init().equals(new Expr.Int(0))
        && votes.nest().result().equals(new Expr.Var(Nest.ACC))
        && keeps(points.body(), nearest.buffer(), kept.buffer())) {
      Axis outer = new Axis(points.variable(), Math.toIntExact(count.value()));
      Stmt.Fold fold = (Stmt.Fold) ((Stmt.Seq) points.body()).body().get(0);
      return SquaredSum.of(kernel, outer, fold.axes().get(0), fold.init(), fold.term())
          .map(
              sum ->
                  new NearestSum(
                      sum,
                      nearest.buffer(),
                      kept.buffer(),
                      nearest.value(),
                      row.buffer(),
                      kernel.outputs().get(0).length()));
    }
    return Optional.empty();
  }

  /** A distance, and its place among those that are kept if it is below the last one. */
  private static boolean keeps(Stmt body, Buffer nearest, Buffer kept) {
    return body instanceof Stmt.Seq each
        && each.body().size() == 4
        && each.body().get(0) instanceof Stmt.Fold fold
        && fold.op() == Expr.Op.ADD
        && fold.axes().size() == 1
        && each.body().get(1) instanceof Stmt.Let d
        && d.value().equals(new Expr.Var(fold.name()))
        && each.body().get(2) instanceof Stmt.Let row
        && row.value() instanceof Expr.Index
        && each.body().get(3) instanceof Stmt.If test
        && test.relation() == Expr.Relation.LT
        && test.left().equals(new Expr.Var(d.name()))
        && test.right() instanceof Expr.Load last
        && last.buffer().equals(nearest)
        && last.at().base() == nearest.length() - 1
        && test.then() instanceof Stmt.For places
        && places.body() instanceof Stmt.If nearer
        && nearer.relation() == Expr.Relation.LT
        && nearer.then() instanceof Stmt.Seq swap
        && stores(swap.body(), List.of(nearest, kept));
  }

  private static boolean stores(List<Stmt> statements, List<Buffer> arrays) {
    return statements.stream()
        .filter(s -> s instanceof Stmt.Store)
        .map(s -> ((Stmt.Store) s).buffer())
        .toList()
        .equals(arrays);
  }
}
