package dev.thimble.backend.avr;

import dev.thimble.backend.Chip;

/**
 * What differs between AVR cores.
 *
 * @param multiplier whether there are instructions for products
 * @param counterBytes bytes of a return address
 * @param callBytes bytes of the instruction that calls a function
 */
record Core(boolean multiplier, int counterBytes, int callBytes) {
  private static final String TINY = "avr25";
  private static final String LARGE = "avr6";

  static Core of(Chip chip) {
    boolean tiny = chip.core().equals(TINY);
    return new Core(!tiny, chip.core().equals(LARGE) ? 3 : 2, tiny ? 2 : 4);
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
