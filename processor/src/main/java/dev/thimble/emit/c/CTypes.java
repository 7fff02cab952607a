package dev.thimble.emit.c;

import dev.thimble.kernel.Element;

/** The kernel language's types in C. */
final class CTypes {
  private CTypes() {}

  static String of(Element type) {
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
    return value == Integer.MIN_VALUE ? "INT32_MIN" : Long.toString(value);
  }
}
