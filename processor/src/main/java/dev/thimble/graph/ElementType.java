package dev.thimble.graph;

/** What one element of a tensor is. */
public enum ElementType {
  /** IEEE 754 single precision. */
  FLOAT32(32, true),
  /** Signed 4 bits, stored two a byte in constants only. */
  INT4(4, true),
  /** Signed 8 bits. */
  INT8(8, true),
  /** Unsigned 8 bits. */
  UINT8(8, false),
  /** Signed 16 bits. */
  INT16(16, true),
  /** Signed 32 bits. */
  INT32(32, true),
  /** Signed 64 bits. */
  INT64(64, true),
  /** 0 or 1, stored in a byte. */
  BOOL(8, false);

  private final int bits;
  private final boolean signed;

  ElementType(int bits, boolean signed) {
    this.bits = bits;
    this.signed = signed;
  }

  /** Bits of one element. */
  public int bits() {
    return bits;
  }

  /** Whether elements are integers (truth values are not). */
  public boolean isInteger() {
    return this != FLOAT32 && this != BOOL;
  }

  /** The smallest integer. */
  public long min() {
    return signed ? -1L << (bits - 1) : 0;
  }

  /** The largest integer. */
  public long max() {
    if (this == BOOL) {
      return 1;
    }
    return signed ? ~(-1L << (bits - 1)) : (1L << bits) - 1;
  }
}
