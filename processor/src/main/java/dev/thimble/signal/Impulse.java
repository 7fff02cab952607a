package dev.thimble.signal;

/**
 * How far a section can go: sums of the magnitudes of its responses to an impulse. No input of size
 * 1 makes a state or a result larger than that.
 *
 * @param state the larger one of the two states
 * @param result the result
 */
record Impulse(double state, double result) {
  /** Where an impulse enters. */
  enum At {
    /** With the samples. */
    INPUT,
    /** With v1, as its rounding does. */
    BAND,
    /** With v2, as its rounding does. */
    LOW
  }

  private static final int MOST_SAMPLES = 4_000_000;
  private static final double SMALL = 1e-7;
  private static final double LARGE = 1e7;

  /** The sums; infinite where the section does not come to rest. */
  static Impulse of(FixedSection section, At at) {
    double a1 = section.rest() ? 1 - section.a1().value() : section.a1().value();
    double s1 = 0;
    double s2 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double result = 0;
    double peak = 0;
    for (int i = 0; i < MOST_SAMPLES; i++) {
      double x = i == 0 && at == At.INPUT ? section.gain().value() : 0;
      double e1 = i == 0 && at == At.BAND ? 1 : 0;
      double e2 = i == 0 && at == At.LOW ? 1 : 0;
      double v1;
      double v2;
      if (section.order() == 1) {
        v1 = section.a2().value() * (x - s1) + e1;
        v2 = s1 + v1 + e2;
        s1 = v2 + v1;
      } else {
        double v3 = x - s2;
        v1 = a1 * s1 + section.a2().value() * v3 + e1;
        v2 = s2 + section.a2().value() * s1 + section.a3().value() * v3 + e2;
        s1 = 2 * v1 - s1;
        s2 = 2 * v2 - s2;
      }
      sum1 += Math.abs(s1);
      sum2 += Math.abs(s2);
      double share1 = section.order() == 1 ? 0 : section.m1().value() * v1;
      result += Math.abs(section.m0().value() * x + share1 + section.m2().value() * v2);
      double size = Math.abs(s1) + Math.abs(s2);
      peak = Math.max(peak, size);
      if (size <= SMALL * peak) {
        return new Impulse(Math.max(sum1, sum2), result);
      } else if (size > LARGE) {
        break;
      }
    }
    return new Impulse(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  }
}
