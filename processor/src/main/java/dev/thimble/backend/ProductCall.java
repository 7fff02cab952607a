package dev.thimble.backend;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.ProductLoop;
import dev.thimble.kernel.Stmt;
import java.util.List;
import java.util.Optional;

/**
 * A loop over products that a chip's function computes.
 *
 * @param sum the variable that is added to
 * @param x the first element that the offset is added to
 * @param w the first element of the other array
 * @param offset added to each element of {@code x}
 * @param count how many products
 */
public record ProductCall(
    ProductFunction function, String sum, Expr.Load x, Expr.Load w, int offset, int count) {
  /** The call that does what the loop does, if one of the functions can. */
  public static Optional<ProductCall> of(List<ProductFunction> functions, Stmt.For loop) {
    if (functions.isEmpty()
        || !(loop.from() instanceof Expr.Int from)
        || !(loop.to() instanceof Expr.Int to)) {
      return Optional.empty();
    }
    long count = to.value() - from.value();
    return ProductLoop.of(loop)
        .filter(products -> products.type().bits() <= Element.I32.bits())
        .flatMap(
            products ->
                functions.stream()
                    .filter(function -> count >= function.least())
                    .flatMap(function -> of(function, products, loop, (int) count).stream())
                    .findFirst());
  }

  private static Optional<ProductCall> of(
      ProductFunction function, ProductLoop loop, Stmt.For around, int count) {
    boolean turned = loop.left().offset() == 0 && loop.right().offset() != 0;
    ProductLoop.Factor x = turned ? loop.right() : loop.left();
    ProductLoop.Factor w = turned ? loop.left() : loop.right();
    String variable = around.variable();
    Interval plus = x.load().buffer().range().plus(Interval.of(x.offset()));
    if (w.offset() != 0
        || x.load().buffer().element() != function.x()
        || w.load().buffer().element() != function.w()
        || x.load().at().coefficient(variable) != 1
        || w.load().at().coefficient(variable) != 1
        || !Element.I16.range().contains(plus)) {
      return Optional.empty();
    }
    long from = ((Expr.Int) around.from()).value();
    return Optional.of(
        new ProductCall(
            function,
            loop.accumulator(),
            first(x.load(), variable, from),
            first(w.load(), variable, from),
            (int) x.offset(),
            count));
  }

  private static Expr.Load first(Expr.Load load, String variable, long from) {
    Affine at = load.at().without(variable).plus(from);
    return new Expr.Load(load.buffer(), at);
  }
}
