package dev.thimble.importer.data;

import java.util.List;
import java.util.OptionalLong;

/** Arithmetic on extents that a file claims. */
public final class Extents {
  /** More axes than NumPy has. */
  public static final int MAX_RANK = 32;

  /** More elements than any model for a microcontroller needs, few enough for a compiler's heap. */
  public static final int MAX_ELEMENTS = 1 << 25;

  private Extents() {}

  /**
   * The number of elements; empty if an extent is negative or there are more than {@link
   * #MAX_ELEMENTS}.
   */
  public static OptionalLong elements(List<Long> extents) {
    long product = 1;
    boolean none = false;
    for (long extent : extents) {
      if (extent < 0 || extent > MAX_ELEMENTS) {
        return OptionalLong.empty();
      }
      none |= extent == 0;
      // Both factors are below 2^26 here: no overflow.
      product = Math.min(product * Math.max(1, extent), MAX_ELEMENTS + 1L);
    }
    if (none) {
      return OptionalLong.of(0);
    }
    return product > MAX_ELEMENTS ? OptionalLong.empty() : OptionalLong.of(product);
  }
}
