package dev.thimble.backend;

/** A kernel has something in it that is left to the C compiler. */
public final class Unsupported extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what it is. */
  public Unsupported(String what) {
    super(what, null, false, false);
  }
}
