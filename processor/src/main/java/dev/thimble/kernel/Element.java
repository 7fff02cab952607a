package dev.thimble.kernel;

/** The integer types of the kernel language, narrowest first. */
public enum Element {
  /** Signed 4 bits, of constants only: two a byte, the first in the lower half. */
  I4(4, true),
  /** Signed byte. */
  I8(8, true),
  /** Unsigned byte. */
  U8(8, false),
  /** Signed 16 bits. */
  I16(16, true),
  /** Signed 24 bits: an accumulator on an 8-bit core, 32 bits elsewhere. */
  I24(24, true),
  /** Signed 32 bits. */
  I32(32, true),
  /** Signed 64 bits. */
  I64(64, true);

  private final int bits;
  private final Interval range;

  Element(int bits, boolean signed) {
    this.bits = bits;
    this.range =
        signed
            ? new Interval(-1L << (bits - 1), ~(-1L << (bits - 1)))
            : new Interval(0, (1L << bits) - 1);
  }

  /** Bits of one element. */
  public int bits() {
    return bits;
  }

  /** Bytes of one element in memory; 24 bits take three, and 4 bits one that two may share. */
  public int bytes() {
    return (bits + 7) / 8;
  }

  /** All values of the type. */
  public Interval range() {
    return range;
  }

  /** The narrowest accumulator that holds all values of the interval. */
  public static Element accumulator(Interval interval) {
    for (Element type : new Element[] {I16, I24, I32}) {
      if (type.range.contains(interval)) {
        return type;
      }
    }
    return I64;
  }

  /** The narrowest type that C and Java compute in: 16 (C on an 8-bit core), 32 or 64 bits. */
  public static Element computing(Interval interval) {
    if (I16.range.contains(interval)) {
      return I16;
    }
    return I32.range.contains(interval) ? I32 : I64;
  }
}
