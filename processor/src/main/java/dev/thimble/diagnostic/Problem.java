package dev.thimble.diagnostic;

/**
 * A fault in the user's input, found where no source place is known (inside a file reader, say).
 * The phase that knows the place catches it and reports it there; it never leaves the processor.
 */
public final class Problem extends Exception {
  private static final long serialVersionUID = 1L;

  private final Message code;

  /** A problem with the message's text filled in by {@code arguments}. */
  public Problem(Message code, Object... arguments) {
    super(code.format(arguments));
    this.code = code;
  }

  /** The stable code of the problem. */
  public Message code() {
    return code;
  }

  /** The message as a diagnostic at {@code place}. */
  public Diagnostic at(Place place) {
    return new Diagnostic(code, place, String.valueOf(getMessage()));
  }
}
