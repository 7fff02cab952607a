package dev.thimble.diagnostic;

import java.util.Locale;

/**
 * The catalogue of everything that the processor may say. Codes are stable: a code is never reused
 * for something else.
 *
 * <p>Each text says what is wrong, the number, the limit and the way out. {@code
 * docs/diagnostics.md} has a row for each entry and a test shows each one.
 *
 * <ul>
 *   <li>TM10xx the language, TM11xx files, TM12xx shapes and data, TM13xx quantisation
 *   <li>TM21xx budgets and devices
 *   <li>TM30xx model files in general, TM31xx TensorFlow Lite
 *   <li>TM90xx faults of the processor itself
 * </ul>
 */
public enum Message {
  /** A model that could be extended. */
  TM1001_NOT_FINAL(Severity.ERROR, "the class is not final. Write: final class %s { ... }"),
  /** A model with a superclass. */
  TM1002_EXTENDS(
      Severity.ERROR,
      "the class extends %s; a model extends nothing, its fields alone are its "
          + "steps. Remove \"extends %s\"."),
  /** A record, an enum or an interface as a model. */
  TM1003_NOT_A_CLASS(
      Severity.ERROR,
      "@TinyModel stands on %s %s; a model is a class. Write: final class %s { ... }"),
  /** An inner class as a model. */
  TM1004_INNER_CLASS(
      Severity.ERROR,
      "the class is nested in %s without being static. Write: static final class %s " + "{ ... }"),
  /** A step in a class that is no model. */
  TM1005_STEP_OUTSIDE_MODEL(
      Severity.ERROR,
      "@%s on %s has no effect: %s is no model. Put @TinyModel on the class, or "
          + "remove the annotation."),
  /** A step that is private, static, ... */
  TM1006_STEP_MODIFIERS(
      Severity.ERROR,
      "a step is a field without modifiers, this one is %s. Write: @%s(...) %s %s;"),
  /** Several steps on one field. */
  TM1007_SEVERAL_STEPS(
      Severity.ERROR,
      "the field has %d step annotations: %s; their order is not reliable. Give each "
          + "a field of its own, one below the other."),
  /** A field whose type is not the marker of its step. */
  TM1008_FIELD_TYPE(
      Severity.ERROR, "@%s gives a %s, but the field is of type %s. Write: @%s(...) %s %s;"),
  /** A field with a name that C does not allow. */
  TM1009_STEP_NAME(
      Severity.ERROR,
      "\"%s\" cannot be a name in C. Name the step with the letters a to z and A to "
          + "Z, digits and underscores."),
  /** Steps with one name in upper case. */
  TM1010_STEP_NAMES_COLLIDE(
      Severity.ERROR,
      "the steps %s and %s differ in nothing but upper and lower case, and give one "
          + "macro in C. Rename one."),
  /** A step named like a generated function. */
  TM1011_RESERVED_STEP_NAME(
      Severity.ERROR,
      "%s is what generated code calls something else. Rename the step; these names "
          + "are taken: %s."),
  /** A C name that is none. */
  TM1012_MODEL_NAME(
      Severity.ERROR,
      "name = \"%s\" cannot be a prefix in C. Begin with a letter, go on with "
          + "lower-case letters, digits and single underscores, such as \"%s\"."),
  /** A C name that hides a header or a type. */
  TM1013_RESERVED_MODEL_NAME(
      Severity.ERROR,
      "the C name %s gives %s, which C has already. Give another one: "
          + "@TinyModel(name = \"my_%s\")."),
  /** A budget for a device that the model has not. */
  TM1014_UNKNOWN_BUDGET_DEVICE(
      Severity.ERROR, "device = \"%s\" names no @Device of the model.%s Its devices: %s."),
  /** Two models with one C name. */
  TM1015_DUPLICATE_C_NAME(
      Severity.ERROR,
      "the C name %s belongs to %s already: both would write %s.h. Give one of them "
          + "another name: @TinyModel(name = \"...\")."),
  /** A model that computes nothing. */
  TM1016_EMPTY_MODEL(
      Severity.ERROR,
      "the model has %s. Declare what is computed, one annotated field a step, such "
          + "as @Dense(units = 10) Tensor logits;"),
  /** A number that makes no sense; also an int that has overflowed. */
  TM1017_OUT_OF_RANGE(Severity.ERROR, "%s = %s is out of range: %s is at least %s and at most %s."),
  /** NaN or infinity as a value. */
  TM1018_NOT_FINITE(
      Severity.ERROR, "%s = %s is no number that can be computed with. Give a finite one."),
  /** An array with too few or too many elements. */
  TM1019_EXTENTS(Severity.ERROR, "%s has %d elements, but takes %s."),
  /** A from that names no step. */
  TM1020_UNKNOWN_FROM(Severity.ERROR, "from names \"%s\", which is no step.%s Steps above: %s."),
  /** A from that names a later step. */
  TM1021_FORWARD_FROM(
      Severity.ERROR,
      "from names \"%s\", which is declared below. Steps read what stands above "
          + "them: move %s above %s."),
  /** Steps that feed each other. */
  TM1022_CYCLIC_FROM(
      Severity.ERROR,
      "from goes round in a circle: %s. No step of it can be computed first: let one "
          + "of them read a step above the circle."),
  /** A from with too few or too many names. */
  TM1023_FROM_COUNT(Severity.ERROR, "@%s reads %s, but from names %d: %s."),
  /** A model that begins without an input. */
  TM1024_NO_INPUT(
      Severity.ERROR,
      "@%s is the first step, and nothing feeds it. Begin with @Input(shape = {...}) "
          + "Tensor input; or with @Network(\"...\")."),
  /** A step behind a decision. */
  TM1025_READS_DECISION(
      Severity.ERROR,
      "the step reads %s, a Decision, which is the end of a pipeline. Let it read "
          + "the step that the decision reads: from = \"%s\"."),
  /** An input that no step reads. */
  TM1026_UNUSED_INPUT(
      Severity.ERROR, "nothing reads the input. Let a step read it (from = \"%s\"), or remove it."),
  /** A device or a budget on a class that is no model. */
  TM1027_OUTSIDE_MODEL(
      Severity.ERROR,
      "@%s has no effect: %s is no model. Put @TinyModel on the class, or remove the "
          + "annotation."),
  /** A field of a marker type without a step. */
  TM1028_NO_STEP(
      Severity.ERROR,
      "the field is a %s but has no step annotation. Annotate it, such as "
          + "@Dense(units = 10), or remove it."),
  /** Half a range, or an empty one. */
  TM1029_INPUT_RANGE(
      Severity.ERROR,
      "%s. Give both ends of the range of the real values, such as min = 0, max = "
          + "255, or none."),
  /** A value that changes nothing. */
  TM1030_POINTLESS(Severity.ERROR, "%s has no effect %s. Remove it."),
  /** A text that is empty. */
  TM1031_EMPTY_TEXT(Severity.ERROR, "%s is empty. %s"),
  /** One chip twice. */
  TM1032_DUPLICATE_DEVICE(Severity.ERROR, "mcu = \"%s\" is there twice. Remove one @Device."),
  /** A test of a model that was not generated. */
  TM1033_TEST_WITHOUT_MODEL(
      Severity.ERROR,
      "there is no %s. Put @TinyModel on %s and compile it with Thimble's processor, "
          + "before or with the tests; if it is: look for its errors."),
  /** Two tests of one model in one package. */
  TM1034_DUPLICATE_TEST(
      Severity.ERROR,
      "%s has a generated test %s in this package already, because of %s. Remove one "
          + "@TinyModelTest."),
  /** A tensor that no chip holds. */
  TM1035_TOO_LARGE(
      Severity.ERROR,
      "the result %s has more than %,d elements: no microcontroller holds it. Reduce "
          + "its extents."),
  /** A value that says nothing without another one. */
  TM1036_NEEDS(Severity.ERROR, "%s needs %s. Give it, %s."),
  /** A file that is nowhere. */
  TM1101_FILE_NOT_FOUND(
      Severity.ERROR,
      "no file \"%s\".%s Put it beside the source or among the resources; it was "
          + "looked for in:%s"),
  /** A file that is there but cannot be read. */
  TM1102_FILE_UNREADABLE(
      Severity.ERROR, "file %s cannot be read: %s. See to it that the compiler may read it."),
  /** A file name that is absolute, climbs or has backslashes. */
  TM1103_FILE_NAME(
      Severity.ERROR,
      "\"%s\" is no file name that every machine understands: %s. Name it relative "
          + "to the class, with forward slashes."),
  /** An option with a folder that cannot be used. */
  TM1104_OPTION_FOLDER(Severity.ERROR, "option %s: \"%s\" is %s. Give %s."),
  /** A weights file of an unknown format. */
  TM1105_NO_TENSORS(Severity.ERROR, "\"%s\" is of no format with named arrays. Give one of: %s."),
  /** A network file of an unknown format. */
  TM1106_NO_NETWORK(Severity.ERROR, "\"%s\" is of no known format of networks. Give one of: %s."),
  /** A file that would fill the compiler's memory. */
  TM1107_FILE_TOO_LARGE(
      Severity.ERROR,
      "file %s has more than %,d bytes. Export a smaller one: no microcontroller "
          + "holds such a network."),
  /** A generated file that cannot be written. */
  TM1108_UNWRITABLE(
      Severity.ERROR,
      "a generated file cannot be written: %s. See to it that the compiler may write its output;"
          + " with Eclipse's compiler give a folder by -s."),
  /** Shapes that do not fit. */
  TM1201_SHAPE(Severity.ERROR, "@%s does not fit what arrives: %s. Steps above:%s"),
  /** A weight that is not in the file. */
  TM1202_MISSING_WEIGHT(Severity.ERROR, "\"%s\" has no array %s (%s).%s It has: %s."),
  /** A weight of another shape. */
  TM1203_WEIGHT_SHAPE(
      Severity.ERROR,
      "array %s in \"%s\" is %s. Expected is %s in layout TORCH, %s in layout KERAS; "
          + "the layout is %s.%s"),
  /** A weight that is NaN or infinite. */
  TM1204_WEIGHT_NOT_FINITE(
      Severity.ERROR,
      "array %s in \"%s\" is %s at %s (%,d of %,d elements are no numbers). The "
          + "training diverged, or the file is damaged: export it again."),
  /** A step with weights in a model without a file. */
  TM1205_NO_WEIGHTS_FILE(
      Severity.ERROR,
      "the step has weights, but the model has no file of them. Write: "
          + "@TinyModel(weights = \"....safetensors\")."),
  /** An array of a step that the step does not read. */
  TM1206_UNUSED_ARRAY(
      Severity.WARNING,
      "array %s in \"%s\" is named after step %s, but @%s does not read it: it reads " + "%s."),
  /** Arrays of no step. */
  TM1207_UNUSED_ARRAYS(Severity.NOTE, "\"%s\" has arrays that no step reads: %s."),
  /** Too few or too many labels. */
  TM1208_LABEL_COUNT(
      Severity.ERROR,
      "there are %d labels for %d classes (%s arrives). Give one label a class, or " + "none."),
  /** Two labels that give one constant. */
  TM1209_LABEL_COLLISION(
      Severity.ERROR, "the labels \"%s\" and \"%s\" both become the constant %s. Rename one."),
  /** A label without a letter or a digit. */
  TM1210_LABEL_UNUSABLE(
      Severity.ERROR,
      "label \"%s\" cannot become a constant. Use a letter from A to Z or a digit "
          + "somewhere in it."),
  /** A network fed by too few or too many steps. */
  TM1211_NETWORK_INPUTS(
      Severity.ERROR,
      "\"%s\" has %d inputs (%s), but %d %s it: %s. Name them in that order: from = " + "{...}."),
  /** A network fed with another shape. */
  TM1212_NETWORK_SHAPE(
      Severity.ERROR,
      "input %s of \"%s\" is %s, but %s gives %s. Change the shape of that step, or "
          + "put a @Reshape between."),
  /** A network fed with another element type. */
  TM1213_NETWORK_ELEMENT(
      Severity.ERROR,
      "input %s of \"%s\" is %s, but %s gives %s. Feed it by an @Input, which takes "
          + "its type."),
  /** A data file without samples. */
  TM1214_NO_SAMPLES(
      Severity.ERROR,
      "\"%s\" has no array %s with the samples. It has: %s. Save it with "
          + "numpy.savez(\"...\", %s=samples%s)."),
  /** Samples of another shape. */
  TM1215_SAMPLE_SHAPE(Severity.ERROR, "array %s in \"%s\" is %s. Expected is %s: a row a sample."),
  /** Labels that are no classes. */
  TM1216_LABEL_VALUES(
      Severity.ERROR, "array y in \"%s\" has %s at %d. Expected is a class from 0 to %d."),
  /** A sample that is NaN or infinite. */
  TM1217_SAMPLE_NOT_FINITE(
      Severity.ERROR, "array %s in \"%s\" is %s at %s. Remove the sample or repair it."),
  /** Fewer different samples than clusters. */
  TM1218_TOO_FEW_SAMPLES(
      Severity.ERROR,
      "clusters = %d, but array x in \"%s\" has %d different samples. Write clusters = %d or"
          + " fewer, or add samples."),
  TM2105_OVERFLOW(
      Severity.ERROR,
      "%s: no proof that the integers hold: %s. Such weights or scales are far out of the ordinary:"
          + " check the file."),
  /** A fault of the processor: never the user's. */
  TM2101_NO_DEVICE(
      Severity.ERROR,
      "%s has no @Device. Add one, such as @Device(mcu = \"atmega328p\", clockHz = 16_000_000)."),
  TM2102_UNKNOWN_DEVICE(Severity.ERROR, "mcu = \"%s\" is not known.%s Known are %s."),
  TM2103_OVER_BUDGET(Severity.ERROR, "%s on %s: %s = %s is exceeded by %s: it needs %s.%s"),
  TM2104_CHIP_TOO_SMALL(
      Severity.ERROR, "%s on %s: the chip's %s of %s is exceeded by %s: it needs %s.%s"),
  /** A life of the battery or an accuracy that is not reached. */
  TM2106_BELOW_BUDGET(Severity.ERROR, "%s on %s: %s = %s is missed by %s: it is %s.%s"),
  /** A power budget on a chip whose currents are not known. */
  TM2107_UNKNOWN_CURRENT(
      Severity.ERROR,
      "%s on %s: %s cannot be estimated: its %s is not known here. Give that of the data sheet:"
          + " @Device(mcu = \"%s\", %s = ...)."),
  TM9001_INTERNAL(
      Severity.ERROR,
      "Thimble failed while it compiled this model, which is a fault of Thimble: %s. Please report"
          + " it with the lines below, the class and its files:%s"),
  /** A field of a model file points outside of it, or contradicts another one. */
  TM3001_BROKEN_MODEL(
      Severity.ERROR,
      "%s is not a sound model file: %s (near byte %,d of %,d). Fetch or export the file again."),
  /** Small fields that ask for much work: shared tables, long vectors. */
  TM3002_MODEL_TOO_DEMANDING(
      Severity.ERROR,
      "%s asks for more data than its %,d bytes can hold: %s. Export the model again, without"
          + " shared tables."),
  /** An operator without a reader. */
  TM3003_UNSUPPORTED_OPERATOR(
      Severity.ERROR, "%s: operator %s (no. %d, it writes %s) is not supported. %s"),
  /** An operator with a type, an option or an input that its reader does not know. */
  TM3004_UNSUPPORTED_OPTION(
      Severity.ERROR, "%s: operator %s (no. %d, it writes %s): %s is not supported. %s"),
  /** Shapes or options of an operator that contradict each other. */
  TM3005_BROKEN_OPERATOR(
      Severity.ERROR,
      "%s: operator %s (no. %d, it writes %s): %s. The file is broken: export the model again."),
  /** Operators in an order that cannot be executed, cycles included. */
  TM3006_NOT_EXECUTABLE(
      Severity.ERROR,
      "%s: operator %s (no. %d, it writes %s) reads %s, which nothing before it has written. Export"
          + " the model again: its operators must stand in order of execution, without cycles."),
  /** A file of another or of an unknown version of TensorFlow Lite's format. */
  TM3101_NOT_TFLITE(
      Severity.ERROR,
      "%s is not a TensorFlow Lite model: %s. Give a .tflite file of schema version 3."),
  /** Scales, zero points or an axis that cannot be. */
  TM3102_BROKEN_QUANTIZATION(
      Severity.ERROR, "%s: the quantisation of tensor %s is broken: %s. Convert the model again."),
  /** A tensor of a type or of an encoding that is not read. */
  TM3103_UNSUPPORTED_TENSOR(Severity.ERROR, "%s: tensor %s: %s is not supported. %s"),
  /** Scales that TensorFlow Lite's integer kernels cannot work with. */
  TM3104_SCALES_OUT_OF_RANGE(
      Severity.ERROR, "step %s: %s. Convert the model again, with representative data."),
  /** A .safetensors file that breaks its format. */
  TM1150_BROKEN_SAFETENSORS(
      Severity.ERROR,
      "\"%s\" is no sound .safetensors file: %s. Write it again, with safetensors' own save_file"
          + " for instance."),
  /** A .npz or .npy file that breaks its format. */
  TM1151_BROKEN_NPZ(
      Severity.ERROR,
      "\"%s\" is no sound .npz or .npy file: %s. Write it again, with numpy.savez for instance."),
  /** An array of elements that are not read. */
  TM1152_ELEMENT_TYPE(
      Severity.ERROR,
      "\"%s\": array %s has elements of type %s; float16, bfloat16, float32, float64, int8 to"
          + " int64, uint8 to uint32 and bool are read. Convert it before it is saved."),
  /** An array that no microcontroller's model needs. */
  TM1153_ARRAY_TOO_LARGE(
      Severity.ERROR,
      "\"%s\": array %s of shape %s has more than %,d elements. Save a part of it."),
  /** An operator without an integer rule. */
  TM1301_NOT_QUANTISED(Severity.ERROR, "%s: %s cannot be brought to integers yet: %s."),
  /** A network of reals without data to measure its ranges. */
  TM1302_NO_CALIBRATION(
      Severity.ERROR,
      "No calibration data: the ranges of a network of reals are measured on samples. Give some"
          + " tens of typical inputs with @TinyModel(calibration = \"....npz\")."),
  /** A sample that does not fit the network's inputs. */
  TM1303_CALIBRATION_SHAPE(
      Severity.ERROR, "Calibration sample %d has %d values for input %s, which takes %d (%s)."),
  /** NaN or infinity among the samples. */
  TM1304_CALIBRATION_NOT_FINITE(
      Severity.ERROR,
      "Calibration sample %d: element %d of input %s is %s. Remove the sample or repair it."),
  /** NaN or infinity among the weights. */
  TM1305_CONSTANT_NOT_FINITE(
      Severity.ERROR, "Element %d of %s is %s: the training diverged, or the file is damaged."),
  /** Values that leave all bounds while calibrating. */
  TM1306_VALUE_NOT_FINITE(
      Severity.ERROR,
      "%s: element %d of its output is %s on calibration sample %d: weights or inputs are too"
          + " large."),
  ;

  /** How a message is shown. */
  public enum Severity {
    /** Stops the compilation. */
    ERROR,
    /** Is shown, nothing more. */
    WARNING,
    /** Progress and information. */
    NOTE
  }

  private final Severity severity;
  private final String template;

  Message(Severity severity, String template) {
    this.severity = severity;
    this.template = template;
  }

  /** How the message is shown. */
  public Severity severity() {
    return severity;
  }

  /** The stable code, such as {@code TM1001}. */
  public String code() {
    return name().substring(0, name().indexOf('_'));
  }

  /** The text with each {@code %s}, {@code %,d} and so on filled in. */
  public String format(Object... arguments) {
    return String.format(Locale.ROOT, template, arguments);
  }

  /** The text before it is filled in, for the documentation's test. */
  public String template() {
    return template;
  }
}
