package dev.thimble.diagnostic;

import static dev.thimble.diagnostic.Message.Severity.ERROR;

/** Model files: TM30xx in general, TM31xx TensorFlow Lite. */
public enum ImportMessage implements Message {
  /** A field of a model file points outside of it, or contradicts another one. */
  TM3001_BROKEN_MODEL(
      ERROR,
      "%s is not a sound model file: %s (near byte %,d of %,d). Fetch or export the file again."),
  /** Small fields that ask for much work: shared tables, long vectors. */
  TM3002_MODEL_TOO_DEMANDING(
      ERROR,
      "%s asks for more data than its %,d bytes can hold: %s. Export the model again, without"
          + " shared tables."),
  /** An operator without a reader. */
  TM3003_UNSUPPORTED_OPERATOR(ERROR, "%s: operator %s (no. %d, it writes %s) is not supported. %s"),
  /** An operator with a type, an option or an input that its reader does not know. */
  TM3004_UNSUPPORTED_OPTION(
      ERROR, "%s: operator %s (no. %d, it writes %s): %s is not supported. %s"),
  /** Shapes or options of an operator that contradict each other. */
  TM3005_BROKEN_OPERATOR(
      ERROR,
      "%s: operator %s (no. %d, it writes %s): %s. The file is broken: export the model again."),
  /** Operators in an order that cannot be executed, cycles included. */
  TM3006_NOT_EXECUTABLE(
      ERROR,
      "%s: operator %s (no. %d, it writes %s) reads %s, which nothing before it has written. Export"
          + " the model again: its operators must stand in order of execution, without cycles."),
  /** A file of another or of an unknown version of TensorFlow Lite's format. */
  TM3101_NOT_TFLITE(
      ERROR, "%s is not a TensorFlow Lite model: %s. Give a .tflite file of schema version 3."),
  /** Scales, zero points or an axis that cannot be. */
  TM3102_BROKEN_QUANTIZATION(
      ERROR, "%s: the quantisation of tensor %s is broken: %s. Convert the model again."),
  /** A tensor of a type or of an encoding that is not read. */
  TM3103_UNSUPPORTED_TENSOR(ERROR, "%s: tensor %s: %s is not supported. %s"),
  /** Scales that TensorFlow Lite's integer kernels cannot work with. */
  TM3104_SCALES_OUT_OF_RANGE(
      ERROR, "step %s: %s. Convert the model again, with representative data.");

  private final Severity severity;
  private final String template;

  ImportMessage(Severity severity, String template) {
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
