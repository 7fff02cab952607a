package dev.thimble.emit.text;

import java.util.Locale;

/** Lines of code with indentation. */
public final class CodeWriter {
  private static final int LIMIT = 100;

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

  /**
   * A statement, on several lines where it is long: broken behind commas and before operators, the
   * outermost first.
   */
  public CodeWriter wrapped(String statement) {
    String rest = statement;
    int indent = 0;
    while (depth * unit.length() + indent + rest.length() > LIMIT) {
      int at = breakPoint(rest, LIMIT - depth * unit.length() - indent);
      if (at <= 0) {
        break;
      }
      line(" ".repeat(indent) + rest.substring(0, at).stripTrailing());
      rest = rest.substring(at).stripLeading();
      indent = 2 * unit.length();
    }
    return line(" ".repeat(indent) + rest);
  }

  private static int breakPoint(String text, int limit) {
    int best = -1;
    int bestDepth = Integer.MAX_VALUE;
    int nesting = 0;
    for (int i = 1; i < Math.min(limit, text.length() - 1); i++) {
      char c = text.charAt(i);
      nesting += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      boolean operator = c == ' ' && "+-?:".indexOf(text.charAt(i + 1)) >= 0;
      boolean comma = c == ' ' && text.charAt(i - 1) == ',';
      boolean assigned = c == ' ' && text.charAt(i - 1) == '=' && text.charAt(i - 2) == ' ';
      if ((operator || comma || assigned) && nesting <= bestDepth && text.charAt(i + 1) != '=') {
        best = i;
        bestDepth = nesting;
      }
    }
    return best;
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
