package dev.thimble.kernel.sums;

import dev.thimble.kernel.Expr;

/** By how much an expression grows with one of its parts, if roundings and limits are left out. */
final class Slope {
  private static final double FAR = 1 << 20;

  private Slope() {}

  /** The slope between two values far beyond any rounding. */
  static double of(Expr expr, Expr part) {
    return (value(expr, part, 2 * FAR) - value(expr, part, FAR)) / FAR;
  }

  /** The real value, where the part has the one given; others without one are 0. */
  private static double value(Expr expr, Expr part, double given) {
    if (part.equals(expr)) {
      return given;
    } else if (expr instanceof Expr.Int number) {
      return number.value();
    } else if (expr instanceof Expr.Load load && load.buffer().isConstant()) {
      return load.buffer().values()[(int) load.at().base()];
    } else if (expr instanceof Expr.Clamp clamp) {
      return value(clamp.value(), part, given);
    } else if (expr instanceof Expr.Requantise r) {
      double product = value(r.value(), part, given) * value(r.multiplier(), part, given);
      return product * Math.pow(2, -value(r.shift(), part, given));
    } else if (expr instanceof Expr.Select s) {
      boolean less = value(s.left(), part, given) < value(s.right(), part, given);
      boolean first =
          switch (s.relation()) {
            case LT, LE, NE -> less;
            case GT, GE, EQ -> !less;
          };
      return value(first ? s.then() : s.otherwise(), part, given);
    } else if (expr instanceof Expr.Bin bin) {
      return value(bin, part, given);
    }
    return 0;
  }

  private static double value(Expr.Bin bin, Expr part, double given) {
    double left = value(bin.left(), part, given);
    double right = value(bin.right(), part, given);
    return switch (bin.op()) {
      case ADD -> left + right;
      case SUB -> left - right;
      case MUL -> left * right;
      case DIV -> left / right;
      case SHL -> left * Math.pow(2, right);
      case SHR -> left * Math.pow(2, -right);
      case MIN -> Math.min(left, right);
      case MAX -> Math.max(left, right);
    };
  }
}
