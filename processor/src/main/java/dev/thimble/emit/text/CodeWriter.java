package dev.thimble.emit.text;

import java.util.Locale;

/** Lines of code with indentation. */
public final class CodeWriter {
  private static final int LIMIT = 100;
  private static final int CONTINUED = 4;

  /** The rank of a blank where no line ends. */
  private static final int UNBROKEN = 1000;

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

  /**
   * The outermost place; of several the first one behind which the rest fits, else the last one.
   */
  private static int breakPoint(String text, int limit) {
    int best = -1;
    int bestRank = Integer.MAX_VALUE;
    int nesting = 0;
    for (int i = 2; i < Math.min(limit, text.length() - 2); i++) {
      char c = text.charAt(i);
      nesting += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      int rank = c == ' ' ? 4 * nesting + rank(text, i) : Integer.MAX_VALUE;
      boolean fits = best > 0 && text.length() - best < limit - CONTINUED;
      if (rank < bestRank || rank == bestRank && !fits && c == ' ') {
        best = i;
        bestRank = rank;
      }
    }
    return bestRank >= UNBROKEN / 2 ? -1 : best;
  }

  /** How good a blank is: behind a comma, before an operator, behind an assignment's sign. */
  private static int rank(String text, int blank) {
    char before = text.charAt(blank - 1);
    char after = text.charAt(blank + 1);
    if (before == ',') {
      return 0;
    } else if (before == '=') {
      return text.charAt(blank - 2) == ' ' ? 3 : UNBROKEN;
    } else if (text.charAt(blank + 2) != ' ') {
      return UNBROKEN;
    }
    return "+-?:".indexOf(after) >= 0 ? 1 : after == '*' ? 2 : UNBROKEN;
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
