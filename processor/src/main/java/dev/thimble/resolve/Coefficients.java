package dev.thimble.resolve;

import dev.thimble.graph.Coefficient;
import dev.thimble.signal.Factor;

/** Factors as the graph has them. */
final class Coefficients {
  private Coefficients() {}

  static Coefficient of(Factor factor) {
    return new Coefficient(factor.mantissa(), factor.shift());
  }

  /** The nearest one. */
  static Coefficient of(double number) {
    return of(Factor.of(number));
  }
}
