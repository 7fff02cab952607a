package dev.thimble.signal;

/**
 * One section of a filter as a state variable filter, integrated by the trapezoidal rule: the form
 * that stays exact where corners lie far below the rate (A. Simper, "Linear Trapezoidal Integrated
 * State Variable Filter", 2013; V. Zavalishin, "The Art of VA Filter Design", chapters 3 and 4).
 *
 * <p>Of second order: {@code v3 = gain x - s2; v1 = a1 s1 + a2 v3; v2 = s2 + a2 s1 + a3 v3; s1 = 2
 * v1 - s1; s2 = 2 v2 - s2} with {@code a1 = 1 / (1 + g (g + k)), a2 = g a1, a3 = g a2}. Of first
 * order: {@code v = a2 (x - s1); v2 = s1 + v; s1 = v2 + v} with {@code a2 = g / (1 + g)}. The
 * result is {@code m0 x + m1 v1 + m2 v2}, with the gain in x.
 *
 * @param order 1 or 2
 * @param g tangent of half the corner's angle
 * @param k damping, 1 / Q
 * @param gain of what comes in
 * @param m0 share of what comes in
 * @param m1 share of the band
 * @param m2 share of the low frequencies
 */
public record Section(int order, double g, double k, double gain, double m0, double m1, double m2) {
  /** Lets pass what is low. */
  static Section low(int order, double g, double k) {
    return new Section(order, g, k, 1, 0, 0, 1);
  }

  /** Lets pass what is high. */
  static Section high(int order, double g, double k) {
    return new Section(order, g, k, 1, 1, order == 1 ? 0 : -k, -1);
  }

  /** Lets pass a band; the gain applies to what comes in. */
  static Section band(double g, double k, double gain) {
    return new Section(2, g, k, gain, 0, 1, 0);
  }
}
