package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.TreeSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decision trees as code, all sums in registers. Takes more flash than tables, and a fraction of
 * the time.
 *
 * <p>Registers: the sums from r2 up to r21; r22 holds constants, r24 and r25 a feature; Y points to
 * the features and Z to those that Y does not reach. The pointer to the output waits on the stack.
 */
final class TreesClaim {
  private static final int FIRST = 2;
  private static final int BEHIND = 22;
  private static final int UPPER = 16;

  /** Registers from r2 on that a caller relies on. */
  private static final int CALLERS = 16;

  /** Words that a relative jump reaches, with a margin. */
  private static final int FAR = 2000;

  private final Core core;
  private final Kernel kernel;
  private final TreeSums trees;
  private final int used;
  private final int saved;

  private TreesClaim(Core core, Kernel kernel, TreeSums trees) {
    this.core = core;
    this.kernel = kernel;
    this.trees = trees;
    this.used = trees.output().length() * trees.output().element().bytes();
    this.saved = Math.min(used, CALLERS);
  }

  /**
   * The claim of a kernel that walks trees, if it has few enough features and sums.
   *
   * @param flash at most so many bytes of it
   */
  static Optional<Claim> of(Core core, Kernel kernel, int flash) {
    Optional<TreeSums> found = TreeSums.of(kernel);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    TreeSums trees = found.get();
    Element x = trees.input().element();
    Element y = trees.output().element();
    long features = 1;
    for (long feature : trees.features()) {
      features = Math.max(features, feature + 1);
    }
    boolean fits =
        (x == Element.I8 || x == Element.I16)
            && (y == Element.I16 || y == Element.I32)
            && features * x.bytes() <= 2 * TreeCode.REACH
            && trees.output().length() * y.bytes() <= BEHIND - FIRST;
    return fits ? new TreesClaim(core, kernel, trees).claim(flash) : Optional.empty();
  }

  private Optional<Claim> claim(int flash) {
    Assembly begin = begin();
    Assembly end = end();
    List<String> lines = new ArrayList<>(begin.lines());
    int bytes = begin.bytes() + end.bytes() + 2;
    long least = begin.cycles() + end.cycles() + core.aroundCycles();
    long most = least;
    List<TreeCode.Part> parts = new TreeCode(trees, FIRST).trees(trees.roots());
    for (int i = 0; i < parts.size(); i++) {
      TreeCode.Part part = parts.get(i);
      bytes += 2 * part.words();
      if (part.words() > FAR || bytes > flash) {
        return Optional.empty();
      }
      least += part.least();
      most += part.most();
      lines.add("/* trees " + i + " */");
      lines.addAll(part.lines());
    }
    lines.addAll(end.lines());
    Claim.Cost cost = new Claim.Cost(least, most, bytes, saved + 2 + 2 + core.counterBytes());
    String summary =
        "%d trees of %d splits as code".formatted(trees.roots().length, trees.features().length);
    return Optional.of(
        Routine.claim(summary, List.of(), cost, symbols -> function(symbols, lines)));
  }

  private Assembly begin() {
    Assembly begin = new Assembly(core);
    for (int i = 0; i < saved; i++) {
      begin.two("push r" + (FIRST + i));
    }
    begin.two("push r28").two("push r29").two("push r22").two("push r23");
    begin.one("movw r28, r24").one("movw r30, r24");
    begin.two("adiw r30, 32").two("adiw r30, 32");
    begin.comment("what the sums start with");
    int bytes = trees.output().element().bytes();
    for (int i = 0; i < used; i++) {
      long value = trees.base()[i / bytes] >> 8 * (i % bytes) & 0xff;
      int register = FIRST + i;
      if (value == 0) {
        begin.one("clr r" + register);
      } else if (register >= UPPER) {
        begin.one("ldi r" + register + ", " + value);
      } else {
        begin.one("ldi r22, " + value).one("mov r" + register + ", r22");
      }
    }
    return begin;
  }

  private Assembly end() {
    Assembly end = new Assembly(core);
    end.comment("the sums");
    end.two("pop r27").two("pop r26");
    for (int i = 0; i < used; i++) {
      end.two("st X+, r" + (FIRST + i));
    }
    end.two("pop r29").two("pop r28");
    for (int i = saved - 1; i >= 0; i--) {
      end.two("pop r" + (FIRST + i));
    }
    return end;
  }

  private List<String> function(Claim.Symbols symbols, List<String> code) {
    List<String> lines = new ArrayList<>();
    kernel.scratch().forEach(unused -> lines.add("(void)" + symbols.array(unused) + ";"));
    lines.add(Routine.pointer("const ", trees.input(), "from", "r24", symbols));
    lines.add(Routine.pointer("", trees.output(), "to", "r22", symbols));
    lines.add("__asm__ __volatile__(");
    code.forEach(line -> lines.add("  " + line));
    lines.add("  : \"+r\"(from), \"+r\"(to)");
    lines.add("  :");
    lines.add("  : \"r18\", \"r19\", \"r20\", \"r21\", \"r26\", \"r27\", \"r30\", \"r31\",");
    lines.add("    \"memory\");");
    return lines;
  }
}
