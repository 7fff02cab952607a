package dev.thimble.kernel.sums;

import dev.thimble.kernel.Expr;
import java.util.Map;

/** By how much an expression grows with one of its parts, if roundings and limits are left out. */
final class Slope {
  private static final double FAR = 1 << 20;

  private Slope() {}

  /** The slope between two values far beyond any rounding. */
  static double of(Expr expr, Expr part) {
    return (value(expr, Map.of(part, 2 * FAR)) - value(expr, Map.of(part, FAR))) / FAR;
  }

  /** The real value; parts without one are 0. */
  private static double value(Expr expr, Map<Expr, Double> parts) {
    if (parts.containsKey(expr)) {
      return parts.get(expr);
    } else if (expr instanceof Expr.Int number) {
      return number.value();
    } else if (expr instanceof Expr.Load load && load.buffer().isConstant()) {
      return load.buffer().values()[(int) load.at().base()];
    } else if (expr instanceof Expr.Clamp clamp) {
      return value(clamp.value(), parts);
    } else if (expr instanceof Expr.Requantise r) {
      double product = value(r.value(), parts) * value(r.multiplier(), parts);
      return product * Math.pow(2, -value(r.shift(), parts));
    } else if (expr instanceof Expr.Select s) {
      boolean less = value(s.left(), parts) < value(s.right(), parts);
      boolean first =
          switch (s.relation()) {
            case LT, LE, NE -> less;
            case GT, GE, EQ -> !less;
          };
      return value(first ? s.then() : s.otherwise(), parts);
    } else if (expr instanceof Expr.Bin bin) {
      return value(bin, parts);
    }
    return 0;
  }

  private static double value(Expr.Bin bin, Map<Expr, Double> parts) {
    double left = value(bin.left(), parts);
    double right = value(bin.right(), parts);
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
