package dev.thimble.backend;

import java.util.Objects;

/**
 * A chip as its data sheet describes it.
 *
 * @param mcu name in lower case, as compilers know it: {@code atmega328p}
 * @param core the processor core: {@code avr5}, {@code cortex-m4}
 * @param flashBytes flash
 * @param ramBytes RAM
 * @param clockHz the clock that is taken where the user gives none
 */
public record Chip(String mcu, String core, int flashBytes, int ramBytes, long clockHz) {
  /** The same chip with so much of its memory. */
  public Chip with(int flash, int ram) {
    return new Chip(mcu, core, flash, ram, clockHz);
  }

  /** Written out, as in {@link dev.thimble.graph.Value}. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Chip that
        && mcu.equals(that.mcu)
        && core.equals(that.core)
        && flashBytes == that.flashBytes
        && ramBytes == that.ramBytes
        && clockHz == that.clockHz;
  }

  @Override
  public int hashCode() {
    return Objects.hash(mcu, core, flashBytes, ramBytes, clockHz);
  }
}
