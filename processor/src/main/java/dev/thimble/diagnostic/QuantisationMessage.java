package dev.thimble.diagnostic;

import static dev.thimble.diagnostic.Message.Severity.ERROR;
import static dev.thimble.diagnostic.Message.Severity.WARNING;

/** Bringing reals to integers: TM13xx. */
public enum QuantisationMessage implements Message {
  /** An operator without an integer rule. */
  TM1301_NOT_QUANTISED(ERROR, "%s: %s cannot be brought to integers yet: %s."),
  /** A network of reals without data to measure its ranges. */
  TM1302_NO_CALIBRATION(
      ERROR,
      "No calibration data: the ranges of a network of reals are measured on samples. Give some"
          + " tens of typical inputs with @TinyModel(calibration = \"....npz\")."),
  /** A sample that does not fit the network's inputs. */
  TM1303_CALIBRATION_SHAPE(
      ERROR, "Calibration sample %d has %d values for input %s, which takes %d (%s)."),
  /** NaN or infinity among the samples. */
  TM1304_CALIBRATION_NOT_FINITE(
      ERROR,
      "Calibration sample %d: element %d of input %s is %s. Remove the sample or repair it."),
  /** NaN or infinity among the weights. */
  TM1305_CONSTANT_NOT_FINITE(
      ERROR, "Element %d of %s is %s: the training diverged, or the file is damaged."),
  /** Values that leave all bounds while calibrating. */
  TM1306_VALUE_NOT_FINITE(
      ERROR,
      "%s: element %d of its output is %s on calibration sample %d: weights or inputs are too"
          + " large."),
  /** Samples that are scaled otherwise than the input says. */
  TM1307_SAMPLES_UNLIKE_RANGE(
      WARNING,
      "min = %s and max = %s, but the samples of \"%s\" go from %s to %s: %s. Give the range of"
          + " what the network was trained on, and samples on the same scale.");

  private final Severity severity;
  private final String template;

  QuantisationMessage(Severity severity, String template) {
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
