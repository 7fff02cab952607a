package dev.thimble.kernel;

/** A kernel for which no overflow freedom can be proven within 64 bits. */
public final class RangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says which value of which kernel. */
  public RangeException(String text) {
    super(text);
  }

  /** What went wrong, and where it came to light. */
  public RangeException(String text, Throwable cause) {
    super(text, cause);
  }
}
