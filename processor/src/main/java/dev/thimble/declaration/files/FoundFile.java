package dev.thimble.declaration.files;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A file as it was read.
 *
 * @param name as the user wrote it
 * @param bytes its contents; not copied and must not be changed
 * @param sha256 of the contents, in hexadecimal: the generated test asks whether the file has
 *     changed
 */
public record FoundFile(String name, byte[] bytes, String sha256) {
  /** A file with its hash computed. */
  public static FoundFile of(String name, byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new FoundFile(name, bytes, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FoundFile that
        && name.equals(that.name)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + sha256.hashCode();
  }

  @Override
  public String toString() {
    return name + " (" + bytes.length + " bytes, " + sha256 + ")";
  }
}
