package dev.thimble.backend.avr;

import dev.thimble.kernel.sums.TreeSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decision trees as code: a split is a comparison with a constant and a branch, a leaf adds what is
 * not 0 to sums in registers. Trees that ask the same at their roots are asked together, and so are
 * their children. A feature is loaded once for splits of it that follow one another.
 */
final class TreeCode {
  /** Bytes that a pointer reaches with a displacement. */
  static final int REACH = 64;

  /** Words that a branch reaches forwards, with a margin. */
  private static final int NEAR = 60;

  private static final int UPPER = 16;

  /** Words of code, the cycles of its shortest and longest way, and its lines. */
  record Part(int words, long least, long most, List<String> lines) {
    /** This and another one behind it. */
    Part then(Part next) {
      List<String> both = new ArrayList<>(lines);
      both.addAll(next.lines);
      return new Part(words + next.words, least + next.least, most + next.most, both);
    }
  }

  /** No feature is loaded. */
  private static final int NONE = -1;

  private final TreeSums trees;
  private final int first;
  private int labels;

  /**
   * Code of trees.
   *
   * @param first register of the first sum
   */
  TreeCode(TreeSums trees, int first) {
    this.trees = trees;
    this.first = first;
  }

  /** The trees below their roots, one part after the other; each is left at its end. */
  List<Part> trees(long[] roots) {
    return groups(Arrays.stream(roots).boxed().toList()).stream()
        .map(group -> ended(group, NONE))
        .toList();
  }

  /** Trees, or what is left of them, that ask the same; of leaves each is alone. */
  private List<List<Long>> groups(List<Long> children) {
    Map<List<Long>, List<Long>> groups = new LinkedHashMap<>();
    for (int i = 0; i < children.size(); i++) {
      long child = children.get(i);
      List<Long> question =
          child < 0
              ? List.of((long) i)
              : List.of(trees.features()[(int) child], trees.thresholds()[(int) child]);
      groups.computeIfAbsent(question, q -> new ArrayList<>()).add(child);
    }
    return List.copyOf(groups.values());
  }

  /** A group with the label behind it. */
  private Part ended(List<Long> group, int loaded) {
    String end = label();
    Part part = group(group, end, true, loaded);
    List<String> lines = new ArrayList<>(part.lines);
    lines.add('"' + end + ":\\n\\t\"");
    return new Part(part.words, part.least, part.most, lines);
  }

  private String label() {
    return ".L%=_" + labels++;
  }

  /** Several trees; what follows the last one is at the end, to which others jump. */
  private Part all(List<Long> children, String end, boolean last, int loaded) {
    List<List<Long>> groups = groups(children);
    Part whole = new Part(0, 0, 0, List.of());
    for (int i = 0; i < groups.size(); i++) {
      int known = i == 0 ? loaded : NONE;
      boolean ends = i == groups.size() - 1;
      whole =
          whole.then(ends ? group(groups.get(i), end, last, known) : ended(groups.get(i), known));
    }
    return whole;
  }

  private Part group(List<Long> group, String end, boolean last, int loaded) {
    return group.get(0) < 0
        ? leaf(group.get(0), end, last)
        : split(group.stream().mapToInt(Long::intValue).toArray(), end, last, loaded);
  }

  private List<Long> children(long[] children, int[] splits) {
    return Arrays.stream(splits).mapToObj(split -> children[split]).toList();
  }

  private Part split(int[] splits, String end, boolean last, int loaded) {
    int width = trees.input().element().bytes();
    long limit = trees.thresholds()[splits[0]] + 1;
    if (limit > trees.input().element().range().high()) {
      return all(children(trees.left(), splits), end, last, loaded);
    }
    int feature = (int) trees.features()[splits[0]];
    Part compared = compared(feature * width, limit, feature == loaded);
    String right = label();
    Part below = all(children(trees.left(), splits), end, false, feature);
    Part above = all(children(trees.right(), splits), end, last, feature);
    List<String> lines = new ArrayList<>(compared.lines);
    boolean near = below.words <= NEAR;
    if (near) {
      line(lines, "brge " + right);
    } else {
      line(lines, "brlt .+2");
      line(lines, "rjmp " + right);
    }
    lines.addAll(below.lines);
    lines.add('"' + right + ":\\n\\t\"");
    lines.addAll(above.lines);
    long left = compared.most + (near ? 1 : 2);
    long rightWay = compared.most + (near ? 2 : 3);
    return new Part(
        compared.words + (near ? 1 : 2) + below.words + above.words,
        Math.min(left + below.least, rightWay + above.least),
        Math.max(left + below.most, rightWay + above.most),
        lines);
  }

  /** A feature is compared with a limit. */
  private Part compared(int at, long limit, boolean loaded) {
    int width = trees.input().element().bytes();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < width && !loaded; i++) {
      String pointer = at < REACH ? "Y+" + (at + i) : "Z+" + (at + i - REACH);
      line(lines, "ldd r" + (24 + i) + ", " + pointer);
    }
    int loads = lines.size();
    if (width == 2) {
      line(lines, "ldi r22, " + (limit >> 8 & 0xff));
    }
    line(lines, "cpi r24, " + (limit & 0xff));
    if (width == 2) {
      line(lines, "cpc r25, r22");
    }
    int cycles = lines.size() + loads;
    return new Part(lines.size(), cycles, cycles, lines);
  }

  private Part leaf(long leaf, String end, boolean last) {
    List<String> lines = new ArrayList<>();
    int bytes = trees.output().element().bytes();
    for (int c = 0; c < trees.output().length(); c++) {
      long value = trees.row(leaf, c);
      for (int i = 0; i < bytes && value != 0; i++) {
        int register = first + c * bytes + i;
        if (first + c * bytes >= UPPER) {
          // There is no addition of constants, but a subtraction.
          line(lines, (i == 0 ? "subi r" : "sbci r") + register + ", " + (-value >> 8 * i & 0xff));
        } else {
          line(lines, "ldi r22, " + (value >> 8 * i & 0xff));
          line(lines, (i == 0 ? "add r" : "adc r") + register + ", r22");
        }
      }
    }
    int words = lines.size();
    int jump = last ? 0 : 1;
    if (!last) {
      line(lines, "rjmp " + end);
    }
    return new Part(words + jump, words + 2L * jump, words + 2L * jump, lines);
  }

  private static void line(List<String> lines, String instruction) {
    lines.add('"' + instruction + "\\n\\t\"");
  }
}
