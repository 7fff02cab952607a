package dev.thimble.diagnostic;

import static dev.thimble.diagnostic.Message.Severity.ERROR;

/** Models of Core ML: TM38xx. */
public enum CoreMlMessage implements Message {
  /** A package, a blob or a model that contradicts itself. */
  TM3801_BROKEN_COREML(ERROR, "%s is no sound model of Core ML: %s. Export it again."),
  /** A type of model without a reader. */
  TM3802_UNSUPPORTED_MODEL(
      ERROR,
      "%s holds a model of type %s, which is not supported. Supported are neural networks, ML"
          + " programs, tree ensembles, linear models, support vector machines, nearest neighbours,"
          + " and pipelines of feature vectorizers, scalers and extractors with one of these."),
  /** A form of a classical model or of a feature that is not read. */
  TM3803_UNSUPPORTED_FORM(ERROR, "%s: %s is not supported. %s"),
  /** An input whose extents are open. */
  TM3804_OPEN_SHAPE(
      ERROR,
      "%s: input %s has no fixed shape. Convert the model again with a fixed shape, such as"
          + " ct.TensorType(shape=(1, 3, 32, 32)).");

  private final Severity severity;
  private final String template;

  CoreMlMessage(Severity severity, String template) {
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
