package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.coreml.schema.BlobFileValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Weights beside a program, {@code weights/weight.bin}: at an offset of 64 bytes a header says what
 * is stored, how many bytes of it, and where. The headers' layout is that of MIL's blob storage,
 * version 2.
 */
final class BlobFile {
  private static final String PREFIX = "@model_path/";
  private static final int HEADER = 64;
  private static final int SENTINEL = 0xDEADBEEF;
  private static final int SIZE = 8;
  private static final int OFFSET = 16;

  private BlobFile() {}

  /** The bytes that a value stands for, which must be so many. */
  static byte[] bytes(ModelPackage file, BlobFileValue value, long expected) throws Problem {
    String name = value.getFileName();
    String beside = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    byte[] blob = file.files().get(beside);
    if (blob == null) {
      throw file.broken("its weights are in " + beside + ", which is not in the package");
    }
    long at = value.getOffset();
    if (at < 0 || at > blob.length - (long) HEADER) {
      throw file.broken("weights at byte " + at + " of " + blob.length + " in " + beside);
    }
    ByteBuffer header =
        ByteBuffer.wrap(blob, (int) at, HEADER).slice().order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(0) != SENTINEL) {
      throw file.broken("there are no weights at byte " + at + " of " + beside);
    }
    long size = header.getLong(SIZE);
    long from = header.getLong(OFFSET);
    if (size != expected || from < 0 || from > blob.length - size) {
      throw file.broken(
          "weights of %d bytes at byte %d of %d in %s, %d bytes were expected"
              .formatted(size, from, blob.length, beside, expected));
    }
    return Arrays.copyOfRange(blob, (int) from, (int) (from + size));
  }
}
