package dev.thimble.importer;

import java.util.Arrays;

/**
 * A file as it was read: hostile until an importer has looked at every field.
 *
 * @param name the name that the user wrote, for messages
 * @param bytes the contents; not copied and must not be changed
 * @param neighbours the files beside it
 */
public record ModelFile(String name, byte[] bytes, Neighbours neighbours) {
  private static final int HEAD = 64;

  /** A file that lies alone. */
  public ModelFile(String name, byte[] bytes) {
    this(name, bytes, Neighbours.NONE);
  }

  /** The first bytes, by which a format is told. */
  public byte[] head() {
    return Arrays.copyOf(bytes, Math.min(bytes.length, HEAD));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelFile that
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
