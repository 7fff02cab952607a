package dev.thimble;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/**
 * The weights and tables of a generated host twin. They stand in a file beside its class file, one
 * after the other and little-endian: in its source they would be ten times as long as all else.
 */
public final class TwinConstants {
  /** The name of the file, in the model's folder of {@code META-INF/thimble}. */
  public static final String FILE_NAME = "constants.bin";

  private final byte[] bytes;
  private int at;

  private TwinConstants(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads a file.
   *
   * @param twin the class that it was made with, which has it in its class path
   * @param path from the root of the class path, with slashes
   * @param crc32 of all its bytes
   * @throws IllegalStateException where the file is not there, or comes from another compilation
   */
  public static TwinConstants of(Class<?> twin, String path, long crc32) {
    try (InputStream in = twin.getResourceAsStream("/" + path)) {
      if (in == null) {
        throw unusable(twin, path, "is not in the class path; it belongs beside the class file");
      }
      byte[] bytes = in.readAllBytes();
      CRC32 read = new CRC32();
      read.update(bytes);
      if (read.getValue() != crc32) {
        throw unusable(twin, path, "is of another compilation; compile the model again");
      }
      return new TwinConstants(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(path + " of " + twin.getName() + " cannot be read", e);
    }
  }

  private static IllegalStateException unusable(Class<?> twin, String path, String why) {
    return new IllegalStateException(path + " of " + twin.getName() + " " + why);
  }

  /** The next numbers of a byte each. */
  public byte[] bytes(int length) {
    byte[] numbers = new byte[length];
    read(numbers);
    return numbers;
  }

  /** The next numbers of 16 bits. */
  public short[] shorts(int length) {
    short[] numbers = new short[length];
    read(numbers);
    return numbers;
  }

  /** The next numbers of 32 bits. */
  public int[] ints(int length) {
    int[] numbers = new int[length];
    read(numbers);
    return numbers;
  }

  /** The next numbers of 64 bits. */
  public long[] longs(int length) {
    long[] numbers = new long[length];
    read(numbers);
    return numbers;
  }

  private void read(Object numbers) {
    at = TwinBytes.read(bytes, at, numbers);
  }
}
