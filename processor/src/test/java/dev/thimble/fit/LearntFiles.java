package dev.thimble.fit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/** Changes what a model has learnt, so that it shows who reads it. */
public final class LearntFiles {
  private static final int HASH = 32;

  private LearntFiles() {}

  /** The same file with another last number. */
  public static byte[] withLast(byte[] file, double number) throws Exception {
    byte[] content = Arrays.copyOf(file, file.length - HASH);
    ByteBuffer.wrap(content).putDouble(content.length - Double.BYTES, number);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.writeBytes(content);
    changed.writeBytes(MessageDigest.getInstance("SHA-256").digest(content));
    return changed.toByteArray();
  }
}
