package dev.thimble.importer.data;

import dev.thimble.graph.Constant;
import dev.thimble.graph.ElementType;
import java.nio.ByteBuffer;

/** How one element is stored in a file. */
public enum RawType {
  /** IEEE 754 half precision. */
  F16(2, ElementType.FLOAT32),
  /** The upper half of a single. */
  BF16(2, ElementType.FLOAT32),
  /** Single precision. */
  F32(4, ElementType.FLOAT32),
  /** Double precision. */
  F64(8, ElementType.FLOAT32),
  /** Signed byte. */
  I8(1, ElementType.INT8),
  /** Signed 16 bits. */
  I16(2, ElementType.INT16),
  /** Signed 32 bits. */
  I32(4, ElementType.INT32),
  /** Signed 64 bits. */
  I64(8, ElementType.INT64),
  /** Unsigned byte. */
  U8(1, ElementType.UINT8),
  /** Unsigned 16 bits; arrives as a wider signed type. */
  U16(2, ElementType.INT32),
  /** Unsigned 32 bits; arrives as a wider signed type. */
  U32(4, ElementType.INT64),
  /** A truth value in a byte. */
  BOOL(1, ElementType.BOOL);

  private final int bytes;
  private final ElementType element;

  RawType(int bytes, ElementType element) {
    this.bytes = bytes;
    this.element = element;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** What an element becomes. */
  public ElementType element() {
    return element;
  }

  /** Decodes all remaining elements of the buffer, in the buffer's byte order. */
  public Constant decode(ByteBuffer data) {
    int count = data.remaining() / bytes;
    if (element == ElementType.FLOAT32) {
      float[] reals = new float[count];
      for (int i = 0; i < count; i++) {
        reals[i] = real(data);
      }
      return new Constant.Floats(reals);
    }
    long[] integers = new long[count];
    for (int i = 0; i < count; i++) {
      integers[i] = integer(data);
    }
    return new Constant.Integers(integers);
  }

  private float real(ByteBuffer data) {
    return switch (this) {
      case F16 -> half(data.getShort());
      case BF16 -> Float.intBitsToFloat(data.getShort() << 16);
      case F32 -> data.getFloat();
      default -> (float) data.getDouble();
    };
  }

  private long integer(ByteBuffer data) {
    return switch (this) {
      case I8 -> data.get();
      case U8 -> data.get() & 0xFF;
      case BOOL -> data.get() != 0 ? 1 : 0;
      case I16 -> data.getShort();
      case U16 -> data.getShort() & 0xFFFF;
      case I32 -> data.getInt();
      case U32 -> data.getInt() & 0xFFFF_FFFFL;
      default -> data.getLong();
    };
  }

  /** A half's value: 1 sign, 5 exponent and 10 fraction bits (IEEE 754, binary16). */
  static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    if (exponent == 0x1F) {
      return Float.intBitsToFloat(sign | 0x7F80_0000 | fraction << 13);
    }
    if (exponent == 0) {
      // Subnormal: a multiple of 2^-24, which a single holds exactly.
      float magnitude = fraction * 0x1p-24f;
      return sign != 0 ? -magnitude : magnitude;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
  }
}
