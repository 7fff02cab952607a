package dev.thimble.emit.text;

import java.util.Locale;

/** Lines of code with indentation. */
public final class CodeWriter {
  private final StringBuilder text = new StringBuilder();
  private final String unit;
  private int depth;

  /** A writer that indents by the unit. */
  public CodeWriter(String unit) {
    this.unit = unit;
  }

  /** A line; an empty one stays empty. */
  public CodeWriter line(String line) {
    if (!line.isEmpty()) {
      text.append(unit.repeat(depth)).append(line);
    }
    text.append('\n');
    return this;
  }

  /** A formatted line. */
  public CodeWriter line(String format, Object... arguments) {
    return line(String.format(Locale.ROOT, format, arguments));
  }

  /** A line after which lines are indented. */
  public CodeWriter open(String line) {
    line(line);
    depth++;
    return this;
  }

  /** A line before which the indentation ends. */
  public CodeWriter close(String line) {
    depth--;
    return line(line);
  }

  /** All that was written. */
  @Override
  public String toString() {
    return text.toString();
  }
}
