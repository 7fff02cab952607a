package dev.thimble.backend.avr;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import java.util.Arrays;
import java.util.List;

/** Constants as bytes in flash, in the order in which they are read. */
final class Streams {
  private Streams() {}

  /** Bytes in flash. */
  static Buffer bytes(String name, List<Long> bytes) {
    return bytes(name, bytes.stream().mapToLong(Long::longValue).toArray(), 1);
  }

  /** A stream where the core's kernels read it. */
  static Buffer of(Core core, Buffer stream) {
    return core.far() ? far(stream) : stream;
  }

  /** A constant that lies far: these are filled up to a word. */
  static Buffer far(Buffer constant) {
    int length = constant.length() + constant.bytes() % 2;
    long[] values = Arrays.copyOf(constant.values(), length);
    return Buffer.constant(constant.name(), constant.element(), values).far();
  }

  /** Numbers of so many bytes, the lowest first. */
  static Buffer bytes(String name, long[] numbers, int size) {
    long[] bytes = new long[numbers.length * size];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = numbers[i / size] >> 8 * (i % size) & 0xff;
    }
    return Buffer.constant(name, Element.U8, bytes);
  }
}
