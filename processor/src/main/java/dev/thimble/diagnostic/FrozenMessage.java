package dev.thimble.diagnostic;

import static dev.thimble.diagnostic.Message.Severity.ERROR;

/** Frozen graphs of TensorFlow: TM39xx. */
public enum FrozenMessage implements Message {
  /** Nodes that read what is not there, or each other. */
  TM3901_BROKEN_GRAPH(
      ERROR, "%s is no sound graph of TensorFlow: %s. Freeze the graph again, for inference.");

  private final Severity severity;
  private final String template;

  FrozenMessage(Severity severity, String template) {
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
