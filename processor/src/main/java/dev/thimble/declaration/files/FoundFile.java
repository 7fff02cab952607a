package dev.thimble.declaration.files;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/**
 * A file as it was read.
 *
 * @param name as the user wrote it
 * @param bytes its contents; not copied and must not be changed
 * @param hash what {@link #sha256()} waits for
 */
public record FoundFile(String name, byte[] bytes, CompletableFuture<String> hash) {
  /** A file; its hash is computed beside what reads it. */
  public static FoundFile of(String name, byte[] bytes) {
    return new FoundFile(name, bytes, CompletableFuture.supplyAsync(() -> hash(bytes)));
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /**
   * The SHA-256 of the contents, in hexadecimal: the generated test asks whether the file has
   * changed.
   */
  public String sha256() {
    return hash.join();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FoundFile that
        && name.equals(that.name)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return name + " (" + bytes.length + " bytes)";
  }
}
