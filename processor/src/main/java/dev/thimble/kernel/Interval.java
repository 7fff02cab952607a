package dev.thimble.kernel;

/**
 * All integers from {@code low} to {@code high}, both included. Arithmetic is exact; a result
 * beyond 64 bits is an {@link ArithmeticException}, which the ranges analysis reports.
 */
public record Interval(long low, long high) {
  /** Checks the order. */
  public Interval {
    if (low > high) {
      throw new IllegalArgumentException(low + " > " + high);
    }
  }

  /** One value. */
  public static Interval of(long value) {
    return new Interval(value, value);
  }

  /** The smallest interval that holds both. */
  public Interval union(Interval other) {
    return new Interval(Math.min(low, other.low), Math.max(high, other.high));
  }

  /** Whether the other one lies inside. */
  public boolean contains(Interval other) {
    return low <= other.low && other.high <= high;
  }

  /** Whether the value lies inside. */
  public boolean contains(long value) {
    return low <= value && value <= high;
  }

  /**
   * The values of the other one that lie between the limits of this; the nearest limit where none
   * does.
   */
  public Interval clamp(long least, long most) {
    return new Interval(
        Math.min(Math.max(low, least), most), Math.min(Math.max(high, least), most));
  }

  /** All sums. */
  public Interval plus(Interval other) {
    return new Interval(Math.addExact(low, other.low), Math.addExact(high, other.high));
  }

  /** All differences. */
  public Interval minus(Interval other) {
    return new Interval(Math.subtractExact(low, other.high), Math.subtractExact(high, other.low));
  }

  /** All products. */
  public Interval times(Interval other) {
    long a = Math.multiplyExact(low, other.low);
    long b = Math.multiplyExact(low, other.high);
    long c = Math.multiplyExact(high, other.low);
    long d = Math.multiplyExact(high, other.high);
    return new Interval(
        Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
  }

  /** All quotients, rounded towards zero; the divisor is positive. */
  public Interval dividedBy(Interval divisor) {
    long least = Math.max(1, divisor.low);
    long most = Math.max(1, divisor.high);
    return new Interval(Math.min(low / least, low / most), Math.max(high / least, high / most));
  }

  /** All values shifted right, rounded down. */
  public Interval shiftedRight(Interval shift) {
    return new Interval(
        Math.min(low >> shift.low, low >> shift.high),
        Math.max(high >> shift.low, high >> shift.high));
  }
}
