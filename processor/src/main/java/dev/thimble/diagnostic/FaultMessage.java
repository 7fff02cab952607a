package dev.thimble.diagnostic;

import static dev.thimble.diagnostic.Message.Severity.ERROR;

/** Faults of the processor itself: TM90xx. */
public enum FaultMessage implements Message {
  /** Something that must not happen. */
  TM9001_INTERNAL(
      ERROR,
      "Thimble failed while it compiled this model, which is a fault of Thimble: %s. Please report"
          + " it with the lines below, the class and its files:%s"),
  /** A library of the processor that is not there. */
  TM9002_INCOMPLETE(
      ERROR,
      "Thimble cannot run because a library is missing beside it: %s. Let Maven or Gradle put the"
          + " processor with all that it depends on onto the processor path.");

  private final Severity severity;
  private final String template;

  FaultMessage(Severity severity, String template) {
    this.severity = severity;
    this.template = template;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public String template() {
    return template;
  }
}
