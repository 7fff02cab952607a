package dev.thimble.diagnostic;

import static dev.thimble.diagnostic.Message.Severity.ERROR;

/** Models of ONNX: TM32xx. */
public enum OnnxMessage implements Message {
  /** A file of another kind. */
  TM3201_NOT_ONNX(ERROR, "%s is no model of ONNX: %s. Export it again."),
  /** A set of operators that is too old, or none. */
  TM3202_OPERATOR_SET(
      ERROR,
      "%s uses version %d of ONNX's operators; %d and newer are read. Convert it with"
          + " onnx.version_converter, or export it with opset_version=17."),
  /** An input of which more than the batch is open. */
  TM3203_OPEN_SHAPE(
      ERROR,
      "%s: the extents of input %s are open, and not only the batch's. Export the model with fixed"
          + " extents."),
  /** Data in another file, which is not there or is none of the model's. */
  TM3204_EXTERNAL_DATA(
      ERROR,
      "%s: the data of %s lies in another file, %s, %s. Copy the model with all of its files, or"
          + " save it with its data inside: onnx.save(onnx.load(file), file,"
          + " save_as_external_data=False)."),
  /** A constant of another size or type. */
  TM3205_BROKEN_CONSTANT(ERROR, "%s: the constant %s cannot be read: %s. Export the model again.");

  private final Severity severity;
  private final String template;

  OnnxMessage(Severity severity, String template) {
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
