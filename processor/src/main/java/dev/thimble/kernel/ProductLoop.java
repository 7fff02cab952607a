package dev.thimble.kernel;

import java.util.Optional;

/**
 * The loop that most of a network's time is spent in: {@code for i: acc = acc + (x[..] + p) *
 * (w[..] + q)}. The interpreter runs it without a closure for each operation, and chips may have
 * instructions for it.
 *
 * @param accumulator the variable that is added to
 * @param type what the sum is computed in
 * @param left one factor
 * @param right the other factor
 */
public record ProductLoop(String accumulator, Element type, Factor left, Factor right) {
  /** An element of an array plus a constant. */
  public record Factor(Expr.Load load, long offset) {}

  /** The loop in this form, if it has it. */
  public static Optional<ProductLoop> of(Stmt.For loop) {
    if (loop.body() instanceof Stmt.Assign assign
        && assign.value() instanceof Expr.Bin sum
        && sum.op() == Expr.Op.ADD
        && sum.left().equals(new Expr.Var(assign.name()))) {
      return factors(sum.right())
          .map(factors -> new ProductLoop(assign.name(), sum.type(), factors[0], factors[1]));
    }
    return Optional.empty();
  }

  /** The two factors of a product in this form. */
  static Optional<Factor[]> factors(Expr term) {
    if (term instanceof Expr.Bin product && product.op() == Expr.Op.MUL) {
      Optional<Factor> left = factor(product.left());
      Optional<Factor> right = factor(product.right());
      if (left.isPresent() && right.isPresent()) {
        return Optional.of(new Factor[] {left.get(), right.get()});
      }
    }
    return Optional.empty();
  }

  private static Optional<Factor> factor(Expr expr) {
    if (expr instanceof Expr.Load load) {
      return Optional.of(new Factor(load, 0));
    } else if (expr instanceof Expr.Bin bin
        && bin.left() instanceof Expr.Load load
        && bin.right() instanceof Expr.Int number) {
      return switch (bin.op()) {
        case ADD -> Optional.of(new Factor(load, number.value()));
        case SUB -> Optional.of(new Factor(load, -number.value()));
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }
}
