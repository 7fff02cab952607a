package dev.thimble.diagnostic;

import static dev.thimble.diagnostic.Message.Severity.ERROR;
import static dev.thimble.diagnostic.Message.Severity.NOTE;
import static dev.thimble.diagnostic.Message.Severity.WARNING;

/** Shapes and data of steps: TM12xx. */
public enum ShapeMessage implements Message {
  /** Shapes that do not fit. */
  TM1201_SHAPE(ERROR, "@%s does not fit what arrives: %s. Steps above:%s"),
  /** A weight that is not in the file. */
  TM1202_MISSING_WEIGHT(ERROR, "\"%s\" has no array %s (%s).%s It has: %s."),
  /** A weight of another shape. */
  TM1203_WEIGHT_SHAPE(
      ERROR,
      "array %s in \"%s\" is %s. Expected is %s in layout TORCH, %s in layout KERAS; "
          + "the layout is %s.%s"),
  /** A weight that is NaN or infinite. */
  TM1204_WEIGHT_NOT_FINITE(
      ERROR,
      "array %s in \"%s\" is %s at %s (%,d of %,d elements are no numbers). The "
          + "training diverged, or the file is damaged: export it again."),
  /** A step with weights in a model without a file. */
  TM1205_NO_WEIGHTS_FILE(
      ERROR,
      "the step has weights, but the model has no file of them. Write: "
          + "@TinyModel(weights = \"....safetensors\")."),
  /** An array of a step that the step does not read. */
  TM1206_UNUSED_ARRAY(
      WARNING,
      "array %s in \"%s\" is named after step %s, but @%s does not read it: it reads " + "%s."),
  /** Arrays of no step. */
  TM1207_UNUSED_ARRAYS(NOTE, "\"%s\" has arrays that no step reads: %s."),
  /** Too few or too many labels. */
  TM1208_LABEL_COUNT(
      ERROR,
      "there are %d labels for %d classes (%s arrives). Give one label a class, or " + "none."),
  /** Two labels that give one constant. */
  TM1209_LABEL_COLLISION(
      ERROR, "the labels \"%s\" and \"%s\" both become the constant %s. Rename one."),
  /** A label without a letter or a digit. */
  TM1210_LABEL_UNUSABLE(
      ERROR,
      "label \"%s\" cannot become a constant. Use a letter from A to Z or a digit "
          + "somewhere in it."),
  /** A network fed by too few or too many steps. */
  TM1211_NETWORK_INPUTS(
      ERROR,
      "\"%s\" has %d inputs (%s), but %d %s it: %s. Name them in that order: from = " + "{...}."),
  /** A network fed with another shape. */
  TM1212_NETWORK_SHAPE(
      ERROR,
      "input %s of \"%s\" is %s, but %s gives %s. Change the shape of that step, or "
          + "put a @Reshape between."),
  /** A network fed with another element type. */
  TM1213_NETWORK_ELEMENT(
      ERROR,
      "input %s of \"%s\" is %s, but %s gives %s. Feed it by an @Input, which takes "
          + "its type."),
  /** A data file without samples. */
  TM1214_NO_SAMPLES(
      ERROR,
      "\"%s\" has no array %s. It has: %s. Save it with " + "numpy.savez(\"...\", %s=...%s)."),
  /** Samples of another shape. */
  TM1215_SAMPLE_SHAPE(ERROR, "array %s in \"%s\" is %s. Expected is %s."),
  /** Labels that are no classes. */
  TM1216_LABEL_VALUES(ERROR, "array y in \"%s\" has %s at %d. Expected is a class from 0 to %d."),
  /** A sample that is NaN or infinite. */
  TM1217_SAMPLE_NOT_FINITE(
      ERROR, "array %s in \"%s\" is %s at %s. Remove the sample or repair it."),
  /** Fewer different samples than clusters. */
  TM1218_TOO_FEW_SAMPLES(
      ERROR,
      "clusters = %d, but array x in \"%s\" has %d different samples. Write clusters = %d or"
          + " fewer, or add samples."),
  /** A step of a signal behind something else. */
  TM1219_NOT_A_SIGNAL(ERROR, "@%s reads %s, which is no %s. Put it right behind @Pcm or @Samples."),
  /** A signal that nothing cuts into frames. */
  TM1220_NO_FRAMES(
      ERROR,
      "nothing behind %s cuts it into frames. Add a step that does: @MicroFrontend or @Recent."),
  /** A number of a step that does not fit its signal. */
  TM1221_SIGNAL_LIMIT(ERROR, "%s = %s does not fit %s: %s."),
  /** Inputs that come at different times. */
  TM1222_SECOND_INPUT(
      ERROR,
      "%s is an input beside the signal %s. A model that takes a signal takes nothing else."),
  /** A step of a signal's integers behind something else. */
  TM1223_NO_WINDOW(ERROR, "@%s reads %s, which is not what it takes. It takes %s."),
  /** Classes to learn of which one has no sample. */
  TM1231_CLASS_WITHOUT_SAMPLE(
      ERROR,
      "array y in \"%s\" has no sample of class %d. Classes are numbered from 0 without gaps, and"
          + " there are at least two."),
  /** A decision on what is out of order without a limit. */
  TM1232_NO_LIMIT(
      ERROR,
      "@Anomaly reads %s, which learns no points from samples. Put it behind @KMeans or"
          + " @NearestCentroid, or give it a limit.");

  private final Severity severity;
  private final String template;

  ShapeMessage(Severity severity, String template) {
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
