package dev.thimble.backend.avr;

import dev.thimble.kernel.sums.TreeSums;
import java.util.ArrayList;
import java.util.List;

/**
 * One decision tree as code: a split is a comparison with a constant and a branch, a leaf adds what
 * is not 0 to sums in registers.
 */
final class TreeCode {
  /** Bytes that a pointer reaches with a displacement. */
  static final int REACH = 64;

  /** Words that a branch reaches forwards, with a margin. */
  private static final int NEAR = 60;

  private static final int UPPER = 16;

  /** Words of code, the cycles of its shortest and longest way, and its lines. */
  record Part(int words, long least, long most, List<String> lines) {}

  private final TreeSums trees;
  private final int first;
  private final String end;
  private final String start;
  private int labels;

  /**
   * Code of a tree.
   *
   * @param first register of the first sum
   * @param number makes its labels
   */
  TreeCode(TreeSums trees, int first, int number) {
    this.trees = trees;
    this.first = first;
    this.start = ".L%=_" + number + "_";
    this.end = start + "end";
  }

  /** The tree below a root, with the label behind it. */
  Part tree(long root) {
    Part part = node(root, true);
    List<String> all = new ArrayList<>(part.lines);
    all.add('"' + end + ":\\n\\t\"");
    return new Part(part.words, part.least, part.most, all);
  }

  private Part node(long child, boolean last) {
    return child < 0 ? leaf(child, last) : split((int) child, last);
  }

  private Part split(int split, boolean last) {
    int width = trees.input().element().bytes();
    long limit = trees.thresholds()[split] + 1;
    if (limit > trees.input().element().range().high()) {
      return node(trees.left()[split], last);
    }
    List<String> lines = new ArrayList<>();
    int at = (int) trees.features()[split] * width;
    String pointer = at < REACH ? "Y+" + at : "Z+" + (at - REACH);
    line(lines, "ldd r24, " + pointer);
    int compare = 3;
    int words = 2;
    if (width == 2) {
      line(lines, "ldd r25, " + (at < REACH ? "Y+" : "Z+") + (at % REACH + 1));
      line(lines, "ldi r22, " + (limit >> 8 & 0xff));
      compare = 7;
      words = 5;
    }
    line(lines, "cpi r24, " + (limit & 0xff));
    if (width == 2) {
      line(lines, "cpc r25, r22");
    }
    String right = start + labels++;
    Part below = node(trees.left()[split], false);
    Part above = node(trees.right()[split], last);
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
    long left = compare + (near ? 1 : 2);
    long rightWay = compare + (near ? 2 : 3);
    return new Part(
        words + (near ? 1 : 2) + below.words + above.words,
        Math.min(left + below.least, rightWay + above.least),
        Math.max(left + below.most, rightWay + above.most),
        lines);
  }

  private Part leaf(long leaf, boolean last) {
    List<String> lines = new ArrayList<>();
    int bytes = trees.output().element().bytes();
    int words = 0;
    for (int c = 0; c < trees.output().length(); c++) {
      long value = trees.row(leaf, c);
      for (int i = 0; i < bytes && value != 0; i++) {
        int register = first + c * bytes + i;
        if (first + c * bytes >= UPPER) {
          // There is no addition of constants, but a subtraction.
          line(lines, (i == 0 ? "subi r" : "sbci r") + register + ", " + (-value >> 8 * i & 0xff));
          words++;
        } else {
          line(lines, "ldi r22, " + (value >> 8 * i & 0xff));
          line(lines, (i == 0 ? "add r" : "adc r") + register + ", r22");
          words += 2;
        }
      }
    }
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
