package dev.thimble;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays as little-endian bytes, and reals as integers: what generated host twins share. */
public final class TwinBytes {
  private TwinBytes() {}

  /**
   * Fills an array from bytes.
   *
   * @param from the bytes
   * @param at index of the first one
   * @param to a {@code byte[]}, {@code short[]}, {@code int[]} or {@code long[]}
   * @return the index behind the last byte that was read
   */
  public static int read(byte[] from, int at, Object to) {
    ByteBuffer buffer = ByteBuffer.wrap(from).order(ByteOrder.LITTLE_ENDIAN).position(at);
    if (to instanceof byte[] bytes) {
      buffer.get(bytes);
      return at + bytes.length;
    } else if (to instanceof short[] shorts) {
      buffer.asShortBuffer().get(shorts);
      return at + 2 * shorts.length;
    } else if (to instanceof int[] ints) {
      buffer.asIntBuffer().get(ints);
      return at + 4 * ints.length;
    }
    long[] longs = (long[]) to;
    buffer.asLongBuffer().get(longs);
    return at + 8 * longs.length;
  }

  /**
   * Arrays as bytes, one after the other.
   *
   * @param arrays each a {@code byte[]}, {@code short[]}, {@code int[]} or {@code long[]}
   */
  public static byte[] write(Object... arrays) {
    int size = 0;
    for (Object array : arrays) {
      size += size(array);
    }
    ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (Object array : arrays) {
      int next = buffer.position() + size(array);
      put(buffer, array);
      buffer.position(next);
    }
    return buffer.array();
  }

  private static int size(Object array) {
    int length = Array.getLength(array);
    if (array instanceof byte[]) {
      return length;
    } else if (array instanceof short[]) {
      return 2 * length;
    }
    return array instanceof int[] ? 4 * length : 8 * length;
  }

  private static void put(ByteBuffer buffer, Object array) {
    if (array instanceof byte[] bytes) {
      buffer.put(bytes);
    } else if (array instanceof short[] shorts) {
      buffer.asShortBuffer().put(shorts);
    } else if (array instanceof int[] ints) {
      buffer.asIntBuffer().put(ints);
    } else {
      buffer.asLongBuffer().put((long[]) array);
    }
  }

  /**
   * The integer that stands for a real number: rounded to the nearest, halves away from zero, and
   * kept between the limits. NaN becomes the zero point.
   *
   * @param value the real number
   * @param scale reals per integer step
   * @param zeroPoint the integer that stands for 0
   * @param low the smallest integer
   * @param high the largest integer
   */
  public static int quantize(float value, double scale, int zeroPoint, int low, int high) {
    double steps = Float.isNaN(value) ? 0 : value / scale;
    double rounded = Math.copySign(Math.floor(Math.abs(steps) + 0.5), steps);
    return (int) Math.min(Math.max(rounded + zeroPoint, low), high);
  }

  /**
   * Copies an argument into an array.
   *
   * @param from an array of the same type
   * @throws IllegalArgumentException where it has another length
   */
  public static void copy(Object from, Object to) {
    int length = Array.getLength(to);
    if (Array.getLength(from) != length) {
      throw new IllegalArgumentException(
          "expected " + length + " elements, got " + Array.getLength(from));
    }
    System.arraycopy(from, 0, to, 0, length);
  }
}
