package dev.thimble.kernel.sums;

import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.Map;
import java.util.Optional;

/**
 * A kernel that is one nest of squared distances: {@code output[c] = added[c] + sum((factor *
 * input[k] + offset - points[c][k])^2)} over bytes.
 *
 * @param input what is read
 * @param output what is written
 * @param factor of each input
 * @param offset of each input
 * @param points [point][input]
 * @param added to each distance
 */
public record SquaredSum(
    Buffer input, Buffer output, long factor, long offset, long[][] points, long[] added) {
  /** {@code factor * x + offset}. */
  private record Line(Expr.Load x, long factor, long offset) {}

  /** The kernel seen so, if it is one. */
  public static Optional<SquaredSum> of(Kernel kernel) {
    boolean single =
        kernel.body() instanceof Stmt.Do
            && kernel.inputs().size() == 1
            && kernel.outputs().size() == 1;
    if (!single) {
      return Optional.empty();
    }
    Nest nest = ((Stmt.Do) kernel.body()).nest();
    boolean plain =
        nest.op() == Expr.Op.ADD
            && nest.result().equals(new Expr.Var(Nest.ACC))
            && nest.bounds().isEmpty()
            && nest.out().size() <= 1
            && nest.reduce().size() == 1
            && nest.target().element() == Element.I32;
    if (!plain) {
      return Optional.empty();
    }
    Axis outer = nest.out().isEmpty() ? new Axis("", 1) : nest.out().get(0);
    return of(kernel, outer, nest.reduce().get(0), nest.init(), nest.term());
  }

  /** Such sums, one for each point of the outer axis, whatever becomes of them. */
  static Optional<SquaredSum> of(Kernel kernel, Axis outer, Axis inner, Expr init, Expr term) {
    if (!(term instanceof Expr.Bin product)
        || product.op() != Expr.Op.MUL
        || !product.left().equals(product.right())
        || kernel.inputs().get(0).element() != Element.I8
        || !(product.left() instanceof Expr.Bin difference)
        || difference.op() != Expr.Op.SUB
        || !(difference.right() instanceof Expr.Load point)
        || !point.buffer().isConstant()) {
      return Optional.empty();
    }
    Optional<Line> line = line(difference.left());
    boolean inOrder =
        line.isPresent()
            && line.get().x.buffer().equals(kernel.inputs().get(0))
            && line.get().x.at().terms().equals(Map.of(inner.name(), 1L))
            && line.get().x.at().base() == 0
            && point.at().coefficient(inner.name()) == 1;
    if (!inOrder) {
      return Optional.empty();
    }
    int count = outer.extent();
    long[][] points = new long[count][inner.extent()];
    long[] added = new long[count];
    for (int c = 0; c < count; c++) {
      Optional<Long> start = number(init, outer.name(), c);
      if (start.isEmpty()) {
        return Optional.empty();
      }
      added[c] = start.get();
      for (int k = 0; k < inner.extent(); k++) {
        long at =
            point.at().base() + k + (count > 1 ? point.at().coefficient(outer.name()) * c : 0);
        points[c][k] = point.buffer().values()[Math.toIntExact(at)];
      }
    }
    Line x = line.get();
    return Optional.of(
        new SquaredSum(x.x.buffer(), kernel.outputs().get(0), x.factor, x.offset, points, added));
  }

  private static Optional<Long> number(Expr expr, String outer, int c) {
    if (expr instanceof Expr.Int number) {
      return Optional.of(number.value());
    }
    if (expr instanceof Expr.Load load && load.buffer().isConstant()) {
      long at = load.at().base() + (outer.isEmpty() ? 0 : load.at().coefficient(outer) * c);
      return Optional.of(load.buffer().values()[Math.toIntExact(at)]);
    }
    return Optional.empty();
  }

  private static Optional<Line> line(Expr expr) {
    if (expr instanceof Expr.Load load) {
      return Optional.of(new Line(load, 1, 0));
    }
    if (!(expr instanceof Expr.Bin bin) || !(bin.right() instanceof Expr.Int number)) {
      return Optional.empty();
    }
    long n = number.value();
    return line(bin.left())
        .flatMap(
            x ->
                switch (bin.op()) {
                  case ADD -> Optional.of(new Line(x.x, x.factor, x.offset + n));
                  case SUB -> Optional.of(new Line(x.x, x.factor, x.offset - n));
                  case MUL -> Optional.of(new Line(x.x, x.factor * n, x.offset * n));
                  default -> Optional.empty();
                });
  }
}
