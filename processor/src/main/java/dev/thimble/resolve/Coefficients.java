package dev.thimble.resolve;

import dev.thimble.graph.Coefficient;
import dev.thimble.signal.Factor;

/** Factors as the graph has them. */
final class Coefficients {
  private static final double MILLIS = 1000;

  private Coefficients() {}

  static Coefficient of(Factor factor) {
    return new Coefficient(factor.mantissa(), factor.shift());
  }

  /** The nearest one. */
  static Coefficient of(double number) {
    return of(Factor.of(number));
  }

  /** What of an average over a time each number replaces. */
  static Coefficient average(double millis, double numbersPerSecond) {
    double numbers = millis / MILLIS * numbersPerSecond;
    return of(numbers == 0 ? 1 : -StrictMath.expm1(-1 / numbers));
  }
}
