package dev.thimble.testing;

/**
 * The generated C did not compile, or its program crashed, hung or broke a rule of its calling
 * convention.
 */
public final class TargetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String output;

  TargetException(String message) {
    this(message, "");
  }

  TargetException(String message, String output) {
    super(output.isBlank() ? message : message + "\n" + output.strip());
    this.output = output;
  }

  /** What the tool printed; the message ends with it. */
  public String output() {
    return output;
  }
}
