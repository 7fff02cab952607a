package dev.thimble.diagnostic;

import static dev.thimble.diagnostic.Message.Severity.ERROR;

/** Classical models: TM36xx. */
public enum ClassicalMessage implements Message {
  /** Text that is no JSON object. */
  TM3601_NOT_JSON(
      ERROR,
      "%s is not the JSON of a model: %s. Export it again; docs/classical.md has the format."),
  /** A model without a reader. */
  TM3602_UNKNOWN_KIND(ERROR, "%s: kind \"%s\" is not supported.%s Supported are %s."),
  /** A member that is missing, or of another type. */
  TM3603_BAD_MEMBER(
      ERROR, "%s: %s must be %s, but is %s. Export it again; docs/classical.md has the format."),
  /** Members that contradict each other, numbers that cannot be. */
  TM3604_CONTRADICTION(ERROR, "%s: %s. Export it again; docs/classical.md has the format.");

  private final Severity severity;
  private final String template;

  ClassicalMessage(Severity severity, String template) {
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
