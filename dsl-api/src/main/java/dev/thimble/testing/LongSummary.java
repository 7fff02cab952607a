package dev.thimble.testing;

/**
 * The cost of a function over the calls of a run, the functions it calls included.
 *
 * @param calls how often it ran
 * @param min the cheapest call
 * @param max the dearest call
 * @param sum all calls
 */
public record LongSummary(long calls, long min, long max, long sum) {

  /** Whether every call cost the same. */
  public boolean isConstant() {
    return min == max;
  }

  /** The average, 0 without calls. */
  public double mean() {
    return calls == 0 ? 0 : (double) sum / calls;
  }
}
