package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.emit.c.CTypes;
import dev.thimble.kernel.Buffer;
import java.util.ArrayList;
import java.util.List;

/** The C of a function whose body is one block of assembly. */
final class AssemblyBlock {
  /** So many constants share a line of C; more have one each. */
  private static final int FEW = 3;

  private AssemblyBlock() {}

  /** An array as a variable in the register in which it arrives. */
  static String pointer(
      boolean written, Buffer array, String name, int register, Claim.Symbols symbols) {
    return "register "
        + (written ? "" : "const ")
        + CTypes.of(array.element())
        + " *"
        + name
        + " __asm__(\"r"
        + register
        + "\") = "
        + symbols.array(array)
        + ";";
  }

  /**
   * The block.
   *
   * @param code its lines
   * @param moved variables in registers that it may change
   * @param constants arrays, which the lines call {@code c0} and so on
   * @param clobbered other registers that it changes
   */
  static List<String> of(
      List<String> code,
      List<String> moved,
      List<Buffer> constants,
      List<String> clobbered,
      Claim.Symbols symbols) {
    List<String> lines = new ArrayList<>(List.of("__asm__ __volatile__("));
    code.forEach(line -> lines.add("  " + line));
    lines.add("  : " + String.join(", ", moved.stream().map(v -> "\"+r\"(" + v + ")").toList()));
    lines.addAll(operands(constants, symbols));
    List<String> names = new ArrayList<>(clobbered);
    names.addAll(List.of("cc", "memory"));
    List<String> quoted = names.stream().map(name -> '"' + name + '"').toList();
    int half = quoted.size() / 2;
    lines.add("  : " + String.join(", ", quoted.subList(0, half)) + ",");
    lines.add("    " + String.join(", ", quoted.subList(half, quoted.size())) + ");");
    return lines;
  }

  private static List<String> operands(List<Buffer> constants, Claim.Symbols symbols) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < constants.size(); i++) {
      lines.add("[c" + i + "] \"i\"(" + symbols.constant(constants.get(i)) + ")");
    }
    String between = constants.size() > FEW ? ",\n    " : ", ";
    return ("  : " + String.join(between, lines)).lines().toList();
  }
}
