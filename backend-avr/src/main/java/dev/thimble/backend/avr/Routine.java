package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.emit.c.CTypes;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A block of assembly that is a whole function: what it begins and ends with, the C around it, and
 * what it costs. The pointer to the input arrives in r24, the one to the output in r22.
 */
final class Routine {
  /** The first array of a function comes in this register and the next, others below. */
  static final int FIRST_ARGUMENT = 24;

  private static final int[] CLOBBERED = {18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 30, 31};

  /** Of the compiler's own return. */
  private static final int RETURN_BYTES = 2;

  private final Core core;
  private final Assembly lines;
  private final List<Integer> saved;
  private final int frame;
  private final int pushed;

  private Routine(Core core, Assembly lines, List<Integer> saved, int frame, int pushed) {
    this.core = core;
    this.lines = lines;
    this.saved = List.copyOf(saved);
    this.frame = frame;
    this.pushed = pushed;
  }

  /** Begins without a frame. */
  static Routine begin(Core core, Assembly lines, List<Integer> saved) {
    return begin(core, lines, saved, 0, 0);
  }

  /**
   * Begins.
   *
   * @param saved registers that a caller relies on
   * @param frame bytes that Y points below
   * @param pushed what the lines push, and pop again, themselves
   */
  static Routine begin(Core core, Assembly lines, List<Integer> saved, int frame, int pushed) {
    saved.forEach(register -> lines.two("push r" + register));
    if (frame > 0) {
      Frame.make(lines, frame);
    }
    return new Routine(core, lines, saved, frame, pushed);
  }

  /** Ends, and says what all of it costs, for lines that take as long for every input. */
  Claim.Cost end() {
    if (frame > 0) {
      Frame.drop(lines, frame);
    }
    if (core.far()) {
      lines.one("out " + Assembly.RAMPZ + ", r1"); // compilers expect zero there
    }
    for (int i = saved.size() - 1; i >= 0; i--) {
      lines.two("pop r" + saved.get(i));
    }
    return Claim.Cost.constant(
        lines.cycles() + core.aroundCycles(),
        lines.bytes() + RETURN_BYTES,
        saved.size() + frame + pushed + core.counterBytes());
  }

  /** Ends, and makes a claim of it. */
  Claim end(String summary, Buffer input, Buffer output, List<Buffer> constants) {
    Claim.Cost cost = end();
    return claim(summary, constants, cost, symbols -> function(symbols, input, output, constants));
  }

  /** A claim that needs nothing beside its constants. */
  static Claim claim(String summary, List<Buffer> constants, Claim.Cost cost, Claim.Code body) {
    return new Claim(summary, constants, List.of(), List.of(), cost, body);
  }

  private List<String> function(
      Claim.Symbols symbols, Buffer input, Buffer output, List<Buffer> constants) {
    List<String> function = new ArrayList<>();
    function.add(pointer("const ", input, "from", "r24", symbols));
    function.add(pointer("", output, "to", "r22", symbols));
    function.add("__asm__ __volatile__(");
    lines.lines().forEach(line -> function.add("  " + line));
    function.add("  : \"+r\"(from), \"+r\"(to)");
    function.add(operands(symbols, constants));
    function.add(
        "  : \"r0\", \"r18\", \"r19\", \"r20\", \"r21\", \"r26\", \"r27\", \"r30\", \"r31\",");
    function.add("    \"memory\");");
    return function;
  }

  /** The function of a kernel over these arrays, the first of which comes in r24. */
  static List<String> function(
      Kernel kernel,
      List<Buffer> arrays,
      List<Buffer> constants,
      List<String> code,
      Claim.Symbols symbols) {
    List<String> lines = new ArrayList<>();
    List<String> bound = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < arrays.size(); i++) {
      Buffer array = arrays.get(i);
      int low = FIRST_ARGUMENT - 2 * i;
      taken.add(low);
      taken.add(low + 1);
      boolean written = kernel.outputs().contains(array) || kernel.scratch().contains(array);
      lines.add(pointer(written ? "" : "const ", array, "p" + i, "r" + low, symbols));
      bound.add("\"+r\"(p%d)".formatted(i));
    }
    lines.add("__asm__ __volatile__(");
    code.forEach(line -> lines.add("  " + line));
    lines.add("  : " + String.join(", ", bound));
    lines.add(operands(symbols, constants));
    StringBuilder clobbers = new StringBuilder("  : \"r0\"");
    for (int register : CLOBBERED) {
      if (!taken.contains(register)) {
        clobbers.append(", \"r%d\"".formatted(register));
      }
    }
    lines.add(clobbers + ", \"memory\");");
    return lines;
  }

  /** An array as a variable in the register in which it arrives. */
  static String pointer(
      String qualifier, Buffer buffer, String name, String register, Claim.Symbols symbols) {
    return "register %s%s *%s __asm__(\"%s\") = %s;"
        .formatted(qualifier, CTypes.of(buffer.element()), name, register, symbols.array(buffer));
  }

  /** The constants, which the lines call {@code c0} and so on. */
  static String operands(Claim.Symbols symbols, List<Buffer> constants) {
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < constants.size(); i++) {
      operands.add("[c%d] \"i\"(%s)".formatted(i, symbols.constant(constants.get(i))));
    }
    return "  : " + String.join(", ", operands);
  }
}
