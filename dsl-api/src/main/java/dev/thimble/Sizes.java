package dev.thimble;

/**
 * Units of memory, to be imported statically: {@code @Budget(flash = 14 * KIB)}. {@link Budget#KIB}
 * says the same without an import of its own.
 */
public final class Sizes {
  /** 1,024 bytes. */
  public static final int KIB = 1024;

  /** 1,048,576 bytes. */
  public static final int MIB = 1024 * KIB;

  private Sizes() {}
}
