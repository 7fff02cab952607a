package dev.thimble.backend;

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
}
