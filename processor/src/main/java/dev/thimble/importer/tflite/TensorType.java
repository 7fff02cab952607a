package dev.thimble.importer.tflite;

import dev.thimble.graph.ElementType;
import java.util.Optional;

/** The types of tensors by their code in the file. */
enum TensorType {
  FLOAT32(32, ElementType.FLOAT32),
  /** Constants only; they are read as reals. */
  FLOAT16(16, ElementType.FLOAT32),
  INT32(32, ElementType.INT32),
  UINT8(8, ElementType.UINT8),
  INT64(64, ElementType.INT64),
  STRING,
  BOOL(8, ElementType.BOOL),
  INT16(16, ElementType.INT16),
  COMPLEX64,
  INT8(8, ElementType.INT8),
  FLOAT64,
  COMPLEX128,
  UINT64,
  RESOURCE,
  VARIANT,
  UINT32,
  UINT16,
  /** Two a byte, the first one in the low half. */
  INT4(4, ElementType.INT4);

  private final int bits;
  private final Optional<ElementType> element;

  TensorType() {
    this.bits = 0;
    this.element = Optional.empty();
  }

  TensorType(int bits, ElementType element) {
    this.bits = bits;
    this.element = Optional.of(element);
  }

  static Optional<TensorType> of(int code) {
    return code < values().length ? Optional.of(values()[code]) : Optional.empty();
  }

  /** Bits of an element in the file. */
  int bits() {
    return bits;
  }

  /** What the elements become in a graph; empty if such tensors are not read. */
  Optional<ElementType> element() {
    return element;
  }
}
