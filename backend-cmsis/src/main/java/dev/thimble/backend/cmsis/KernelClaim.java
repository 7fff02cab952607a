package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.backend.Unsupported;
import dev.thimble.backend.cmsis.KernelProducts.Core;
import dev.thimble.emit.text.Names;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.FoldedSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A kernel of several loops as one block of assembly, statement by statement. Its instructions are
 * exact, and the same for every input.
 *
 * <p>The first four arrays come in r0 to r3; r4 points to the addresses of the others.
 */
final class KernelClaim {
  private static final int IN_REGISTERS = 4;
  private static final int WORD = 4;
  private static final int LEAST_ROOM = 6 * WORD;
  private static final int MOST_CONSTANTS = 20;

  private static final long LOW = VirtualCode.first(8);

  /** All but the stack pointer and the program counter. */
  private static final long ALL = VirtualCode.first(15) & ~(1L << 13);

  private final Kernel kernel;
  private final Core core;
  private final boolean thumb2;
  private final List<Buffer> arrays;
  private final VirtualCode code = new VirtualCode();
  private final KernelPlaces places;
  private int frame;

  private KernelClaim(Kernel kernel, Core core) {
    this.kernel = kernel;
    this.core = core;
    this.thumb2 = core != Core.THUMB;
    this.arrays = List.copyOf(Names.buffers(kernel));
    this.places = new KernelPlaces(code, NumberCode.of(code, thumb2), thumb2);
  }

  /** The claim, if all of the kernel can be had. */
  static Optional<Claim> of(Kernel kernel, String core) {
    try {
      return Optional.of(new KernelClaim(kernel, Core.of(core)).claim());
    } catch (Unsupported e) {
      return Optional.empty();
    }
  }

  private Claim claim() {
    NumberCode numbers = NumberCode.of(code, thumb2);
    FoldedSums.Body body = FoldedSums.of(kernel, true);
    arguments();
    KernelProducts products = new KernelProducts(code, numbers, places, core, body.pairs());
    new KernelStatements(code, numbers, places, products).body(Unrolling.of(body.stmt()));
    if (!code.hasLoops()) {
      throw new Unsupported("a few elements: compilers do as well");
    }
    if (places.constants().size() > MOST_CONSTANTS) {
      throw new Unsupported("so many constants");
    }
    Allocation allocation = new Allocation(code, thumb2 ? ALL : LOW);
    List<VirtualLine> lines = allocation.lines();
    frame = 2 * WORD * ((allocation.slots() + 1) / 2);
    VirtualText text = new VirtualText(lines, code.pool(), thumb2);
    return claim(text);
  }

  private void arguments() {
    List<Integer> given = new ArrayList<>();
    for (int i = 0; i < Math.min(IN_REGISTERS, arrays.size()); i++) {
      given.add(code.argument(i));
    }
    int rest = more() > 0 ? code.argument(IN_REGISTERS) : -1;
    for (int i = 0; i < arrays.size(); i++) {
      int register =
          i < IN_REGISTERS
              ? code.copy(given.get(i))
              : code.make("ldr {0}, [{1}, #" + WORD * (i - IN_REGISTERS) + "]", rest);
      places.argument(arrays.get(i), register);
    }
  }

  private int more() {
    return Math.max(0, arrays.size() - IN_REGISTERS);
  }

  /**
   * Bytes of the addresses of further arrays; the stack stays aligned to two words. Compilers make
   * room for up to four words in other ways.
   */
  private int room() {
    return more() == 0 ? 0 : Math.max(LEAST_ROOM, 2 * WORD * ((more() + 1) / 2));
  }

  private Claim claim(VirtualText text) {
    Around around = Around.of(text, thumb2, frame, more(), room());
    List<String> all = new ArrayList<>(List.of(ThumbAssembly.line(".syntax unified")));
    around.first().forEach(line -> all.add(ThumbAssembly.line(line)));
    all.addAll(text.lines());
    around.last().forEach(line -> all.add(ThumbAssembly.line(line)));
    int bytes = ThumbEncoding.bytes(all) + around.bytes();
    bytes -= text.spare(around.bytesBefore() + 2 * around.first().size());
    Claim.Cost cost =
        Claim.Cost.constant(
            text.executed() + around.instructions() + 1,
            (bytes + WORD - 1) / WORD * WORD,
            around.stackBytes());
    List<Buffer> constants = places.constants();
    return new Claim(
        "statement by statement",
        constants,
        List.of(),
        List.of(),
        cost,
        symbols -> function(symbols, constants, all, around.clobbered()));
  }

  private List<String> function(
      Claim.Symbols symbols, List<Buffer> constants, List<String> code, List<String> clobbered) {
    List<String> lines = new ArrayList<>();
    List<String> moved = new ArrayList<>();
    for (int i = 0; i < Math.min(IN_REGISTERS, arrays.size()); i++) {
      Buffer array = arrays.get(i);
      boolean written = kernel.outputs().contains(array) || kernel.scratch().contains(array);
      moved.add("p" + i);
      lines.add(AssemblyBlock.pointer(written, array, moved.get(i), i, symbols));
    }
    if (more() > 0) {
      lines.addAll(rest(symbols));
      moved.add("rest");
    }
    lines.addAll(AssemblyBlock.of(code, moved, constants, clobbers(clobbered), symbols));
    return lines;
  }

  /** The addresses that r4 points to. */
  private List<String> rest(Claim.Symbols symbols) {
    List<String> lines = new ArrayList<>(List.of("const void *more[" + room() / WORD + "];"));
    for (int i = 0; i < more(); i++) {
      String array = symbols.array(arrays.get(IN_REGISTERS + i));
      String code = "\"ldr r4, %1\\n\\tstr r4, %0\"";
      lines.add("__asm__ __volatile__(" + code + " : \"=m\"(more[" + i + "])");
      lines.add("  : \"m\"(" + array + ") : \"r4\");");
    }
    lines.add("register const void **rest __asm__(\"r4\") = more;");
    return lines;
  }

  private List<String> clobbers(List<String> clobbered) {
    List<String> names = new ArrayList<>();
    for (int i = arrays.size(); i < IN_REGISTERS; i++) {
      names.add("r" + i);
    }
    clobbered.stream()
        .filter(name -> !name.equals("r3") && !(name.equals("r4") && more() > 0))
        .forEach(names::add);
    if (core == Core.HELIUM) {
      names.addAll(List.of("q0", "q1"));
    }
    return names;
  }
}
