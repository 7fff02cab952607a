package dev.thimble.benchmarks;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Arrays as little-endian bytes, one after the other, and back. */
final class Bytes {
  private Bytes() {}

  static byte[] of(List<Buffer> buffers, List<long[]> values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < buffers.size(); i++) {
      int width = buffers.get(i).element().bytes();
      for (long value : values.get(i)) {
        for (int b = 0; b < width; b++) {
          bytes.write((int) (value >> (8 * b)));
        }
      }
    }
    return bytes.toByteArray();
  }

  static List<long[]> read(List<Buffer> buffers, byte[] bytes) {
    List<long[]> all = new ArrayList<>();
    int at = 0;
    for (Buffer buffer : buffers) {
      long[] values = new long[buffer.length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = element(buffer.element(), bytes, at);
        at += buffer.element().bytes();
      }
      all.add(values);
    }
    return all;
  }

  private static long element(Element element, byte[] bytes, int at) {
    long value = 0;
    for (int b = 0; b < element.bytes(); b++) {
      value |= (bytes[at + b] & 0xFFL) << (8 * b);
    }
    int unused = Long.SIZE - element.bits();
    return element == Element.U8 ? value : value << unused >> unused;
  }
}
