package dev.thimble.signal;

/**
 * A {@link Section} with the factors that kernels multiply by. Where a1 is above one half it is
 * {@code 1 - a1} that is kept, for that has more digits.
 *
 * @param order 1 or 2
 * @param gain of what comes in
 * @param a1 a1, or 1 - a1
 * @param rest whether it is 1 - a1
 * @param a2 the second factor
 * @param a3 the third factor
 * @param m0 share of what comes in
 * @param m1 share of the band
 * @param m2 share of the low frequencies
 */
public record FixedSection(
    int order,
    Factor gain,
    Factor a1,
    boolean rest,
    Factor a2,
    Factor a3,
    Factor m0,
    Factor m1,
    Factor m2) {
  static FixedSection of(Section s) {
    double a1 = s.order() == 1 ? 0 : 1 / (1 + s.g() * (s.g() + s.k()));
    double a2 = s.order() == 1 ? s.g() / (1 + s.g()) : s.g() * a1;
    double rest = s.g() * (s.g() + s.k()) * a1;
    boolean low = a1 > 0.5;
    return new FixedSection(
        s.order(),
        Factor.of(s.gain()),
        Factor.of(low ? rest : a1),
        low,
        Factor.of(a2),
        Factor.of(s.g() * a2),
        Factor.of(s.m0()),
        Factor.of(s.m1()),
        Factor.of(s.m2()));
  }

  /** The largest share, 1 at least. */
  double largestShare() {
    double shares = Math.max(Math.abs(m0.value()), Math.abs(m1.value()));
    return Math.max(1, Math.max(shares, Math.abs(m2.value())));
  }
}
