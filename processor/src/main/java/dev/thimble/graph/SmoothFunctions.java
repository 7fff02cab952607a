package dev.thimble.graph;

/** Smooth relatives of the ReLU, with the same bits on every machine. */
final class SmoothFunctions {
  /** Above, the error function is 1 in double precision; below, its series loses few digits. */
  private static final double ERF_IS_ONE = 6;

  private static final double SERIES_ENDS = 3;
  private static final int FRACTION_DEPTH = 60;
  private static final double LARGE = 700;

  private SmoothFunctions() {}

  static double of(Unary.Kind kind, double x) {
    return switch (kind) {
      case SILU -> x / (1 + StrictMath.exp(-x));
      case GELU -> x * (1 + erf(x / StrictMath.sqrt(2))) / 2;
      case GELU_TANH ->
          x * (1 + StrictMath.tanh(StrictMath.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
      case SOFTPLUS -> softplus(x);
      case MISH -> x * StrictMath.tanh(softplus(x));
      case ERF -> erf(x);
      default -> throw new IllegalArgumentException(kind + " is not one of them");
    };
  }

  private static double softplus(double x) {
    return x > LARGE ? x : StrictMath.log1p(StrictMath.exp(x));
  }

  /** By its series about 0, and by the continued fraction of its complement further out. */
  private static double erf(double x) {
    double size = Math.abs(x);
    if (!(size < ERF_IS_ONE)) {
      return Math.signum(x);
    }
    double scale = 2 / StrictMath.sqrt(Math.PI);
    if (size < SERIES_ENDS) {
      double term = x;
      double sum = x;
      for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-18; n++) {
        term *= -x * x / n;
        sum += term / (2 * n + 1);
      }
      return scale * sum;
    }
    double fraction = 0;
    for (int k = FRACTION_DEPTH; k > 0; k--) {
      fraction = k / 2.0 / (size + fraction);
    }
    double complement = scale / 2 * StrictMath.exp(-size * size) / (size + fraction);
    return Math.signum(x) * (1 - complement);
  }
}
