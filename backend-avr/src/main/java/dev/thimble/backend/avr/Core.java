package dev.thimble.backend.avr;

import dev.thimble.backend.Chip;

/**
 * What differs between AVR cores.
 *
 * @param multiplier whether there are instructions for products
 * @param counterBytes bytes of a return address
 * @param callBytes bytes of the instruction that calls a function
 * @param reachesFar whether {@code elpm} reads flash beyond the first 64 KB
 * @param far whether the constants that are read may lie there
 * @param mostNear tables of so many bytes are near nevertheless
 */
record Core(
    boolean multiplier,
    int counterBytes,
    int callBytes,
    boolean reachesFar,
    boolean far,
    int mostNear) {
  /** A core whose constants lie near, where nothing else matters. */
  static final Core NEAR = new Core(true, 2, 4, false, false, 0);

  private static final String TINY = "avr25";
  private static final String WIDE = "avr51";
  private static final String LARGE = "avr6";

  static Core of(Chip chip) {
    boolean tiny = chip.core().equals(TINY);
    boolean large = chip.core().equals(LARGE);
    boolean reachesFar = large || chip.core().equals(WIDE);
    return new Core(!tiny, large ? 3 : 2, tiny ? 2 : 4, reachesFar, false, 0);
  }

  /** The same for kernels with far constants. */
  Core asFar(int mostNear) {
    return new Core(multiplier, counterBytes, callBytes, reachesFar, true, mostNear);
  }

  /** Cycles of a call: {@code rcall} takes one less than {@code call}. */
  int callCycles() {
    return (callBytes == 2 ? 3 : 4) + counterBytes - 2;
  }

  /** Cycles of a return. */
  int returnCycles() {
    return 2 + counterBytes;
  }

  /** Cycles of both. */
  int aroundCycles() {
    return callCycles() + returnCycles();
  }
}
