package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.List;

/**
 * The C function around a block of assembly that computes a sum.
 *
 * @param sum the sum
 * @param vectors whether the block uses vector registers, of which functions save the upper half
 */
record SumFrame(ProductSum sum, boolean vectors) {
  private static final int WORD = 4;

  /** Registers d8 to d15. */
  private static final int VECTOR_BYTES = 64;

  /** Registers that the compiler saves: r4 to r6, r8 to r11 and the return address. */
  private static final int SAVED_BYTES = 8 * WORD;

  /** Saving and restoring them; r7 is saved by the block itself. */
  private static final int SAVE_INSTRUCTIONS = 2;

  /**
   * Beginning and end of the block around its body.
   *
   * @param scratch the array that r2 points to at the beginning, if there is one
   */
  Claim claim(String summary, List<Buffer> constants, List<Buffer> scratch, ThumbAssembly body) {
    int frame = 2 * WORD * ((body.slots() + 1) / 2);
    List<String> code = new ArrayList<>();
    code.add("\"push {r7}\\n\\t\"");
    if (vectors) {
      code.add("\"vpush {d8-d15}\\n\\t\"");
    }
    if (frame > 0) {
      code.add("\"sub sp, sp, #%d\\n\\t\"".formatted(frame));
    }
    code.addAll(body.lines());
    if (frame > 0) {
      code.add("\"add sp, sp, #%d\\n\\t\"".formatted(frame));
    }
    if (vectors) {
      code.add("\"vpop {d8-d15}\\n\\t\"");
    }
    code.add("\"pop {r7}\\n\\t\"");
    int around = SAVE_INSTRUCTIONS + (frame > 0 ? 4 : 2) + (vectors ? 2 : 0);
    int saved = SAVED_BYTES + WORD + (vectors ? VECTOR_BYTES : 0);
    Claim.Cost cost =
        Claim.Cost.constant(
            body.executed() + around + 1, body.bytes() + WORD * around, saved + frame);
    return new Claim(
        summary, constants, scratch, List.of(), cost, s -> function(s, constants, scratch, code));
  }

  private List<String> function(
      Claim.Symbols symbols, List<Buffer> constants, List<Buffer> scratch, List<String> code) {
    List<String> lines = new ArrayList<>();
    String x = symbols.array(sum.input());
    String y = symbols.array(sum.output());
    lines.add("register const %s *from __asm__(\"r0\") = %s;".formatted(type(sum.input()), x));
    lines.add("register %s *to __asm__(\"r1\") = %s;".formatted(type(sum.output()), y));
    for (Buffer room : scratch) {
      lines.add("register int32_t *room __asm__(\"r2\") = %s;".formatted(symbols.array(room)));
    }
    lines.add("__asm__ __volatile__(");
    code.forEach(line -> lines.add("  " + line));
    String moved = scratch.isEmpty() ? "" : ", \"+r\"(room)";
    lines.add("  : \"+r\"(from), \"+r\"(to)" + moved);
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < constants.size(); i++) {
      operands.add("[c%d] \"i\"(%s)".formatted(i, symbols.constant(constants.get(i))));
    }
    lines.add("  : " + String.join(", ", operands));
    String r2 = scratch.isEmpty() ? "\"r2\", " : "";
    lines.add(
        "  : " + r2 + "\"r3\", \"r4\", \"r5\", \"r6\", \"r8\", \"r9\", \"r10\", \"r11\", \"r12\",");
    String quads = vectors ? "\"q0\", \"q1\", \"q2\", \"q3\", " : "";
    lines.add("    \"lr\", " + quads + "\"cc\", \"memory\");");
    return lines;
  }

  private static String type(Buffer buffer) {
    return buffer.element() == Element.U8 ? "uint8_t" : "int8_t";
  }
}
