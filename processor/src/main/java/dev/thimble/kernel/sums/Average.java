package dev.thimble.kernel.sums;

import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Nest;
import java.util.Optional;

/** Sums divided by the number of their terms, halves rounded away from zero. */
final class Average {
  private Average() {}

  /** The limits of a nest's results, if that is what they are. */
  static Optional<Interval> limits(Nest nest, Interval range) {
    Interval limits = range;
    Expr rest = nest.result();
    while (rest instanceof Expr.Clamp clamp) {
      limits = limits.clamp(clamp.low(), clamp.high());
      rest = clamp.value();
    }
    boolean found =
        rest instanceof Expr.Bin division
            && division.op() == Expr.Op.DIV
            && division.right() instanceof Expr.Taps
            && division.left() instanceof Expr.Select away
            && away.relation() == Expr.Relation.GT
            && away.left().equals(new Expr.Var(Nest.ACC))
            && away.right().equals(new Expr.Int(0))
            && isHalfMore(away.then(), Expr.Op.ADD)
            && isHalfMore(away.otherwise(), Expr.Op.SUB)
            && nest.term() instanceof Expr.Load
            && nest.init().equals(new Expr.Int(0));
    return found ? Optional.of(limits) : Optional.empty();
  }

  private static boolean isHalfMore(Expr expr, Expr.Op way) {
    return expr instanceof Expr.Bin bin
        && bin.op() == way
        && bin.left().equals(new Expr.Var(Nest.ACC))
        && bin.right() instanceof Expr.Bin half
        && half.op() == Expr.Op.DIV
        && half.left() instanceof Expr.Taps
        && half.right().equals(new Expr.Int(2));
  }
}
