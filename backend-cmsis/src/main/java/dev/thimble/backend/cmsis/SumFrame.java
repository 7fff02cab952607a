package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The C function around a block of assembly. At its beginning r0 to r3 point to the function's
 * arrays in the order of its parameters, so that nothing has to be moved: inputs, the output,
 * scratch.
 *
 * @param inputs up to three arrays that are read
 * @param output what is written
 * @param vectors whether the block uses vector registers, of which functions save the upper half
 */
record SumFrame(List<Buffer> inputs, Buffer output, boolean vectors) {
  private static final int WORD = 4;
  private static final List<String> INPUTS = List.of("from", "other", "third");

  /** Registers d8 to d15. */
  private static final int VECTOR_BYTES = 64;

  /** Registers that the compiler saves: r4 to r6, the return address. */
  private static final int SAVED_BYTES = 4 * WORD;

  /** Saving and restoring them. */
  private static final int SAVE_INSTRUCTIONS = 2;

  /**
   * Beginning and end of the block around its body.
   *
   * @param scratch an array or none
   */
  Claim claim(String summary, List<Buffer> constants, List<Buffer> scratch, ThumbAssembly body) {
    return claim(summary, constants, scratch, scratch, body);
  }

  /** The same for a kernel that has scratch itself, which the block uses. */
  Claim claimWithRoom(String summary, List<Buffer> constants, Buffer room, ThumbAssembly body) {
    return claim(summary, constants, List.of(), List.of(room), body);
  }

  private Claim claim(
      String summary,
      List<Buffer> constants,
      List<Buffer> scratch,
      List<Buffer> rooms,
      ThumbAssembly body) {
    int frame = frame(body);
    List<String> first = new ArrayList<>(body.save());
    List<String> last = new ArrayList<>();
    if (vectors) {
      first.add("vpush {d8-d15}");
    }
    if (frame > 0) {
      first.add("sub sp, sp, #" + frame);
      last.add("add sp, sp, #" + frame);
    }
    if (vectors) {
      last.add("vpop {d8-d15}");
    }
    last.addAll(body.restore());
    int around = SAVE_INSTRUCTIONS + first.size() + last.size();
    int saved = SAVED_BYTES + body.savedBytes() + (vectors ? VECTOR_BYTES : 0) + frame;
    List<String> code = new ArrayList<>(List.of(ThumbAssembly.line(".syntax unified")));
    first.forEach(line -> code.add(ThumbAssembly.line(line)));
    code.addAll(body.lines());
    last.forEach(line -> code.add(ThumbAssembly.line(line)));
    int bytes = ThumbEncoding.bytes(code) + body.saveBytes();
    return new Claim(
        summary,
        constants,
        scratch,
        List.of(),
        Claim.Cost.constant(body.executed() + around + 1, (bytes + WORD - 1) / WORD * WORD, saved),
        s -> function(s, constants, rooms, code, body.clobbered()));
  }

  /** Bytes of the words on the stack; the stack stays aligned to two of them. */
  private static int frame(ThumbAssembly body) {
    return 2 * WORD * ((body.slots() + 1) / 2);
  }

  private List<String> function(
      Claim.Symbols symbols,
      List<Buffer> constants,
      List<Buffer> rooms,
      List<String> code,
      List<String> clobbered) {
    List<String> lines = new ArrayList<>();
    List<String> moved = new ArrayList<>();
    for (Buffer input : inputs) {
      String name = INPUTS.get(inputs.indexOf(input));
      lines.add(AssemblyBlock.pointer(false, input, name, moved.size(), symbols));
      moved.add(name);
    }
    lines.add(AssemblyBlock.pointer(true, output, "to", moved.size(), symbols));
    moved.add("to");
    for (Buffer room : rooms) {
      lines.add(AssemblyBlock.pointer(true, room, "room", moved.size(), symbols));
      moved.add("room");
    }
    List<String> names = new ArrayList<>(moved.size() < 3 ? List.of("r2") : List.of());
    names.addAll(clobbered);
    names.removeIf(name -> moved.size() > 3 && name.equals("r3"));
    if (vectors) {
      names.addAll(List.of("q0", "q1", "q2", "q3"));
    }
    lines.addAll(AssemblyBlock.of(code, moved, constants, names, symbols));
    return lines;
  }
}
