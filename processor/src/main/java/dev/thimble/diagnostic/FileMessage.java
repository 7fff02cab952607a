package dev.thimble.diagnostic;

import static dev.thimble.diagnostic.Message.Severity.ERROR;

/** Files that are found, read and decoded: TM11xx. */
public enum FileMessage implements Message {
  /** A file that is nowhere. */
  TM1101_FILE_NOT_FOUND(
      ERROR,
      "no file \"%s\".%s Put it beside the source or among the resources; it was "
          + "looked for in:%s"),
  /** A file that is there but cannot be read. */
  TM1102_FILE_UNREADABLE(
      ERROR, "file %s cannot be read: %s. See to it that the compiler may read it."),
  /** A file name that is absolute, climbs or has backslashes. */
  TM1103_FILE_NAME(
      ERROR,
      "\"%s\" is no file name that every machine understands: %s. Name it relative "
          + "to the class, with forward slashes."),
  /** An option with a folder that cannot be used. */
  TM1104_OPTION_FOLDER(ERROR, "option %s: \"%s\" is %s. Give %s."),
  /** A weights file of an unknown format. */
  TM1105_NO_TENSORS(ERROR, "\"%s\" is of no format with named arrays. Give one of: %s."),
  /** A network file of an unknown format. */
  TM1106_NO_NETWORK(ERROR, "\"%s\" is of no known format of networks. Give one of: %s."),
  /** A file that would fill the compiler's memory. */
  TM1107_FILE_TOO_LARGE(
      ERROR,
      "file %s has more than %,d bytes. Export a smaller one: no microcontroller "
          + "holds such a network."),
  /** A generated file that cannot be written. */
  TM1108_UNWRITABLE(
      ERROR,
      "a generated file cannot be written: %s. See to it that the compiler may write its output;"
          + " with Eclipse's compiler give a folder by -s."),
  /** A model that is a folder, with links or too many files in it. */
  TM1109_FOLDER(
      ERROR,
      "folder %s cannot be read as a model: %s. Export the model again, with nothing else in its"
          + " folder."),
  /** A .safetensors file that breaks its format. */
  TM1150_BROKEN_SAFETENSORS(
      ERROR,
      "\"%s\" is no sound .safetensors file: %s. Write it again, with safetensors' own save_file"
          + " for instance."),
  /** A .npz or .npy file that breaks its format. */
  TM1151_BROKEN_NPZ(
      ERROR,
      "\"%s\" is no sound .npz or .npy file: %s. Write it again, with numpy.savez for instance."),
  /** An array of elements that are not read. */
  TM1152_ELEMENT_TYPE(
      ERROR,
      "\"%s\": array %s has elements of type %s; float16, bfloat16, float32, float64, int8 to"
          + " int64, uint8 to uint32 and bool are read. Convert it before it is saved."),
  /** An array that no microcontroller's model needs. */
  TM1153_ARRAY_TOO_LARGE(
      ERROR, "\"%s\": array %s of shape %s has more than %,d elements. Save a part of it."),
  /** A table that is not one of numbers. */
  TM1154_BROKEN_TABLE(
      ERROR,
      "\"%s\" is no table of numbers: %s. Write a row of numbers a sample, and the class of each"
          + " as a number in a column that the header calls y.");

  private final Severity severity;
  private final String template;

  FileMessage(Severity severity, String template) {
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
