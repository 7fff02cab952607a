package dev.thimble.emit.c;

import dev.thimble.kernel.Element;

/** The kernel language's types in C. */
public final class CTypes {
  /** No text of its own for each of hundreds of thousands of weights. */
  private static final String[] BYTES = bytes();

  private CTypes() {}

  /** The type of an array's elements; of less than bytes, that of what holds them. */
  public static String of(Element type) {
    return switch (type) {
      case I8 -> "int8_t";
      // Two elements a byte.
      case I4, U8 -> "uint8_t";
      case I16 -> "int16_t";
      case I24, I32 -> "int32_t";
      case I64 -> "int64_t";
    };
  }

  /** The type of a local variable: what fits into 16 bits is an {@code int} on every core. */
  static String local(Element type) {
    return type.bits() <= 16 ? "int" : of(type);
  }

  /** A number as an element of that type. */
  static String literal(long value, Element type) {
    if (type == Element.I64) {
      return value == Long.MIN_VALUE ? "INT64_MIN" : "INT64_C(" + value + ")";
    }
    if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
      return BYTES[(int) value - Byte.MIN_VALUE];
    }
    return value == Integer.MIN_VALUE ? "INT32_MIN" : Long.toString(value);
  }

  private static String[] bytes() {
    String[] bytes = new String[1 << Byte.SIZE];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = Integer.toString(i + Byte.MIN_VALUE);
    }
    return bytes;
  }
}
