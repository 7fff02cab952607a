package dev.thimble.graph;

/** The shapes that arrive at an operator do not fit it; the text says what was expected. */
public final class ShapeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A misfit, said as "expected ..., got ...". */
  public ShapeException(String text) {
    super(text);
  }
}
