package dev.thimble.importer.coreml;

/** Numbers of a few bits, one behind the other. */
final class PackedBits {
  private static final int BYTE = 8;

  private PackedBits() {}

  /**
   * Unpacks numbers whose lowest bits come first, in bytes whose lowest bits come first: programs.
   *
   * @param signed whether the highest bit is a sign
   */
  static long[] unpack(byte[] data, int bits, int count, boolean signed) {
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      for (int bit = 0; bit < bits; bit++) {
        int at = i * bits + bit;
        numbers[i] |= (long) (data[at / BYTE] >> at % BYTE & 1) << bit;
      }
      if (signed && numbers[i] >= 1L << bits - 1) {
        numbers[i] -= 1L << bits;
      }
    }
    return numbers;
  }

  /** The same with the highest bits first: neural networks. */
  static long[] unpackHighFirst(byte[] data, int bits, int count) {
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      for (int bit = 0; bit < bits; bit++) {
        int at = i * bits + bit;
        numbers[i] = numbers[i] << 1 | data[at / BYTE] >> BYTE - 1 - at % BYTE & 1;
      }
    }
    return numbers;
  }
}
