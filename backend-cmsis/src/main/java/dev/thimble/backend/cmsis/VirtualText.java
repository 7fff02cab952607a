package dev.thimble.backend.cmsis;

import dev.thimble.backend.cmsis.VirtualLine.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lines with real registers as text, with how many instructions are executed. */
final class VirtualText {
  private static final int LINK = 14;
  private static final int NARROW = 2;
  private static final int WORD = 4;

  /**
   * Instructions that a conditional branch of Thumb reaches, and one without a condition; a call
   * reaches farther, and lr is saved.
   */
  private static final int NEAR = 120;

  private static final int FAR = 1000;

  private final boolean thumb2;
  private final List<String> text = new ArrayList<>();
  private final Map<Integer, Integer> labels = new HashMap<>();
  private final Map<Integer, Long> entries = new HashMap<>();
  private long executed;
  private int instructions;
  private int poolAt = -1;
  private long used;

  /**
   * The text.
   *
   * @param pool words among the code, behind the last line that reads one of them
   */
  VirtualText(List<VirtualLine> lines, List<String> pool, boolean thumb2) {
    this.thumb2 = thumb2;
    int last = -1;
    for (int i = 0; i < lines.size(); i++) {
      last = lines.get(i).text().contains(".L%=_p") ? i : last;
    }
    for (int i = 0; i < lines.size(); i++) {
      line(lines.get(i));
      if (i == last) {
        pool(pool);
      }
    }
  }

  private void add(String instruction, long times) {
    text.add(ThumbAssembly.line(instruction));
    executed += times;
    instructions++;
  }

  private void pool(List<String> words) {
    String end = ".L%=_pool";
    add("b " + end, 1);
    poolAt = instructions;
    text.add(ThumbAssembly.line(".balign 4"));
    for (int i = 0; i < words.size(); i++) {
      text.add(ThumbAssembly.line(VirtualCode.poolLabel(i) + ":"));
      text.add(ThumbAssembly.line(".word " + words.get(i)));
    }
    text.add(ThumbAssembly.line(end + ":"));
  }

  private void line(VirtualLine line) {
    if (line.kind() == Kind.LABEL) {
      labels.put(line.number(), instructions);
      entries.put(line.number(), line.times());
      text.add(ThumbAssembly.line(label(line) + ":"));
      return;
    }
    if (line.kind() == Kind.COMMENT) {
      text.add("/* " + line.text() + " */");
      return;
    }
    String form = over(line);
    if (line.kind() == Kind.BRANCH) {
      branch(form, line);
      return;
    }
    form.lines().forEach(instruction -> add(instruction, line.times()));
  }

  /** The text with its registers' names. */
  private String over(VirtualLine line) {
    String form = line.text();
    StringBuilder named = new StringBuilder();
    int from = 0;
    for (int at = form.indexOf('{'); at >= 0; at = form.indexOf('{', from)) {
      int register = line.registers().get(form.charAt(at + 1) - '0');
      used |= 1L << register;
      named.append(form, from, at).append(register == LINK ? "lr" : "r" + register);
      from = at + "{0}".length();
    }
    return named.append(form, from, form.length()).toString();
  }

  private void branch(String form, VirtualLine line) {
    int distance = instructions - labels.getOrDefault(line.number(), instructions);
    if (thumb2 || distance < NEAR) {
      add(form + " " + label(line), line.times());
      return;
    }
    String next = label(line) + "n";
    add((form.equals("bne") ? "beq " : "bmi ") + next, line.times());
    // The last round does not come to the second branch.
    String jump = distance < FAR ? "b " : "bl ";
    used |= distance < FAR ? 0 : 1L << LINK;
    add(jump + label(line), line.times() - entries.getOrDefault(line.number(), 0L));
    text.add(ThumbAssembly.line(next + ":"));
  }

  private static String label(VirtualLine line) {
    return ".L%=_" + line.number();
  }

  /** The registers that the lines name or change, by bits. */
  long used() {
    return used;
  }

  /** Lines of C. */
  List<String> lines() {
    return List.copyOf(text);
  }

  /** Instructions of one run. */
  long executed() {
    return executed;
  }

  /**
   * Bytes that are not needed to align the words among the code.
   *
   * @param before bytes of the function before these lines
   */
  int spare(int before) {
    return poolAt >= 0 && (before + NARROW * poolAt) % WORD == 0 ? NARROW : 0;
  }
}
