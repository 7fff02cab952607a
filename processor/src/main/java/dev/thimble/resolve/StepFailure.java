package dev.thimble.resolve;

/** A step that cannot be resolved, for a reason that has been reported. */
final class StepFailure extends Exception {
  private static final long serialVersionUID = 1L;

  StepFailure() {
    super("reported", null, false, false);
  }
}
