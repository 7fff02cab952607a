package dev.thimble.diagnostic;

import static dev.thimble.diagnostic.Message.Severity.ERROR;

/** Models of Keras: TM37xx. */
public enum KerasMessage implements Message {
  /** A damaged archive or HDF5 file. */
  TM3701_BROKEN_KERAS(
      ERROR,
      "%s is no sound model of Keras: %s. Save it again, with model.save(\"model.keras\") for"
          + " instance."),
  /** A file without the model's structure. */
  TM3702_NO_ARCHITECTURE(
      ERROR,
      "%s holds weights, but not the layers that they belong to. Save the whole model: model.save,"
          + " not save_weights."),
  /** A member of the configuration that is missing, or of another kind. */
  TM3703_BAD_MEMBER(ERROR, "%s: %s must be %s, but is %s. Save the model again, with model.save."),
  /** Layers that feed each other in a circle, or read what is nowhere. */
  TM3704_BROKEN_TOPOLOGY(ERROR, "%s: %s. Save the model again, with model.save.");

  private final Severity severity;
  private final String template;

  KerasMessage(Severity severity, String template) {
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
