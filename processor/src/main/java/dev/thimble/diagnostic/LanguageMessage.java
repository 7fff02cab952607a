package dev.thimble.diagnostic;

import static dev.thimble.diagnostic.Message.Severity.ERROR;

/** What the language of annotations forbids: TM10xx. */
public enum LanguageMessage implements Message {
  /** A model that could be extended. */
  TM1001_NOT_FINAL(ERROR, "the class is not final. Write: final class %s { ... }"),
  /** A model with a superclass. */
  TM1002_EXTENDS(
      ERROR,
      "the class extends %s; a model extends nothing, its fields alone are its "
          + "steps. Remove \"extends %s\"."),
  /** A record, an enum or an interface as a model. */
  TM1003_NOT_A_CLASS(
      ERROR, "@TinyModel stands on %s %s; a model is a class. Write: final class %s { ... }"),
  /** An inner class as a model. */
  TM1004_INNER_CLASS(
      ERROR,
      "the class is nested in %s without being static. Write: static final class %s " + "{ ... }"),
  /** A step in a class that is no model. */
  TM1005_STEP_OUTSIDE_MODEL(
      ERROR,
      "@%s on %s has no effect: %s is no model. Put @TinyModel on the class, or "
          + "remove the annotation."),
  /** A step that is private, static, ... */
  TM1006_STEP_MODIFIERS(
      ERROR, "a step is a field without modifiers, this one is %s. Write: @%s(...) %s %s;"),
  /** Several steps on one field. */
  TM1007_SEVERAL_STEPS(
      ERROR,
      "the field has %d step annotations: %s; their order is not reliable. Give each "
          + "a field of its own, one below the other."),
  /** A field whose type is not the marker of its step. */
  TM1008_FIELD_TYPE(ERROR, "@%s gives a %s, but the field is of type %s. Write: @%s(...) %s %s;"),
  /** A field with a name that C does not allow. */
  TM1009_STEP_NAME(
      ERROR,
      "\"%s\" cannot be a name in C. Name the step with the letters a to z and A to "
          + "Z, digits and underscores."),
  /** Steps with one name in upper case. */
  TM1010_STEP_NAMES_COLLIDE(
      ERROR,
      "the steps %s and %s differ in nothing but upper and lower case, and give one "
          + "macro in C. Rename one."),
  /** A step named like a generated function. */
  TM1011_RESERVED_STEP_NAME(
      ERROR,
      "%s is what generated code calls something else. Rename the step; these names "
          + "are taken: %s."),
  /** A C name that is none. */
  TM1012_MODEL_NAME(
      ERROR,
      "name = \"%s\" cannot be a prefix in C. Begin with a letter, go on with "
          + "lower-case letters, digits and single underscores, such as \"%s\"."),
  /** A C name that hides a header or a type. */
  TM1013_RESERVED_MODEL_NAME(
      ERROR,
      "the C name %s gives %s, which C has already. Give another one: "
          + "@TinyModel(name = \"my_%s\")."),
  /** A budget for a device that the model has not. */
  TM1014_UNKNOWN_BUDGET_DEVICE(
      ERROR, "device = \"%s\" names no @Device of the model.%s Its devices: %s."),
  /** Two models with one C name. */
  TM1015_DUPLICATE_C_NAME(
      ERROR,
      "the C name %s belongs to %s already: both would write %s.h. Give one of them "
          + "another name: @TinyModel(name = \"...\")."),
  /** A model that computes nothing. */
  TM1016_EMPTY_MODEL(
      ERROR,
      "the model has %s. Declare what is computed, one annotated field a step, such "
          + "as @Dense(units = 10) Tensor logits;"),
  /** A number that makes no sense; also an int that has overflowed. */
  TM1017_OUT_OF_RANGE(ERROR, "%s = %s is out of range: %s is %s and at most %s."),
  /** NaN or infinity as a value. */
  TM1018_NOT_FINITE(ERROR, "%s = %s is no number that can be computed with. Give a finite one."),
  /** An array with too few or too many elements. */
  TM1019_EXTENTS(ERROR, "%s has %d elements, but takes %s."),
  /** A from that names no step. */
  TM1020_UNKNOWN_FROM(ERROR, "from names \"%s\", which is no step.%s Steps above: %s."),
  /** A from that names a later step. */
  TM1021_FORWARD_FROM(
      ERROR,
      "from names \"%s\", which is declared below. Steps read what stands above "
          + "them: move %s above %s."),
  /** Steps that feed each other. */
  TM1022_CYCLIC_FROM(
      ERROR,
      "from goes round in a circle: %s. No step of it can be computed first: let one "
          + "of them read a step above the circle."),
  /** A from with too few or too many names. */
  TM1023_FROM_COUNT(ERROR, "@%s reads %s, but from names %d: %s."),
  /** A model that begins without an input. */
  TM1024_NO_INPUT(
      ERROR,
      "@%s is the first step, and nothing feeds it. Begin with @Input(shape = {...}) "
          + "Tensor input; or with @Network(\"...\")."),
  /** A step behind a decision. */
  TM1025_READS_DECISION(
      ERROR,
      "the step reads %s, a Decision, which is the end of a pipeline. Let it read "
          + "the step that the decision reads: from = \"%s\"."),
  /** An input that no step reads. */
  TM1026_UNUSED_INPUT(
      ERROR, "nothing reads the input. Let a step read it (from = \"%s\"), or remove it."),
  /** A device or a budget on a class that is no model. */
  TM1027_OUTSIDE_MODEL(
      ERROR,
      "@%s has no effect: %s is no model. Put @TinyModel on the class, or remove the "
          + "annotation."),
  /** A field of a marker type without a step. */
  TM1028_NO_STEP(
      ERROR,
      "the field is a %s but has no step annotation. Annotate it, such as "
          + "@Dense(units = 10), or remove it."),
  /** Half a range, or an empty one. */
  TM1029_INPUT_RANGE(
      ERROR,
      "%s. Give both ends of the range of the real values, such as min = 0, max = "
          + "255, or none."),
  /** A value that changes nothing. */
  TM1030_POINTLESS(ERROR, "%s has no effect %s. Remove it."),
  /** A text that is empty. */
  TM1031_EMPTY_TEXT(ERROR, "%s is empty. %s"),
  /** One chip twice. */
  TM1032_DUPLICATE_DEVICE(ERROR, "mcu = \"%s\" is there twice. Remove one @Device."),
  /** A test of a model that was not generated. */
  TM1033_TEST_WITHOUT_MODEL(
      ERROR,
      "there is no %s. Put @TinyModel on %s and compile it with Thimble's processor, "
          + "before or with the tests; if it is: look for its errors."),
  /** Two tests of one model in one package. */
  TM1034_DUPLICATE_TEST(
      ERROR,
      "%s has a generated test %s in this package already, because of %s. Remove one "
          + "@TinyModelTest."),
  /** A tensor that no chip holds. */
  TM1035_TOO_LARGE(
      ERROR,
      "the result %s has more than %,d elements: no microcontroller holds it. Reduce "
          + "its extents."),
  /** A value that says nothing without another one. */
  TM1036_NEEDS(ERROR, "%s needs %s. Give it, %s."),
  /** The name of a chip that the user describes becomes a folder's. */
  TM1037_CHIP_NAME(
      ERROR,
      "mcu = \"%s\" cannot name a described chip. Use lower-case letters, digits, dots, dashes and"
          + " underscores, a letter or digit first."),
  /** A constant of an enum that this step has no use for. */
  TM1038_NOT_A_CHOICE(ERROR, "%s = %s is none of the choices here. Write %s.");

  private final Severity severity;
  private final String template;

  LanguageMessage(Severity severity, String template) {
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
