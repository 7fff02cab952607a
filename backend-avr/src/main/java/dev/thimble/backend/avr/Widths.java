package dev.thimble.backend.avr;

import dev.thimble.kernel.Interval;

/** Bytes that numbers take in registers. */
final class Widths {
  private Widths() {}

  /** The fewest bytes that hold every number of the interval: unsigned where none is negative. */
  static int of(Interval values) {
    int bits =
        values.low() >= 0
            ? Long.SIZE - Long.numberOfLeadingZeros(values.high())
            : 1
                + Math.max(
                    Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, values.high())),
                    Long.SIZE - Long.numberOfLeadingZeros(~values.low()));
    return Math.max(1, (bits + 7) / 8);
  }

  /** A byte of a number, as a constant of an instruction. */
  static int at(long value, int index) {
    return index >= Long.BYTES ? (value < 0 ? 0xff : 0) : (int) (value >> (8 * index) & 0xff);
  }
}
