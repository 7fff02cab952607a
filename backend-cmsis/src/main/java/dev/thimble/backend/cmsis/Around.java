package dev.thimble.backend.cmsis;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands around the lines of a kernel, in the block and by the compiler. Where no register is
 * used that must be kept, it is only the return.
 *
 * @param first instructions before the lines
 * @param last instructions behind them
 * @param instructions of both, and of the compiler
 * @param bytes of what the compiler makes
 * @param bytesBefore of these what stands before the block
 * @param stackBytes of all
 * @param clobbered registers that change, without r0 to r2 and r7
 */
record Around(
    List<String> first,
    List<String> last,
    int instructions,
    int bytes,
    int bytesBefore,
    int stackBytes,
    List<String> clobbered) {
  private static final int WORD = 4;
  private static final int NARROW = 2;

  /** Registers that the compiler saves: r4 to r6, the return address; to save and restore them. */
  private static final int SAVED_BYTES = 4 * WORD;

  private static final int SAVE_INSTRUCTIONS = 2;

  /** r4 to r11, and lr. */
  private static final long KEPT = 0x4ff0;

  /**
   * What is needed around a text.
   *
   * @param frame bytes of the block's words on the stack
   * @param more arrays whose addresses the compiler puts onto the stack
   * @param room bytes of these addresses
   */
  static Around of(VirtualText text, boolean thumb2, int frame, int more, int room) {
    if (frame == 0 && more == 0 && (text.used() & KEPT) == 0) {
      List<String> free = thumb2 ? List.of("r3", "r12") : List.of("r3");
      return new Around(List.of(), List.of(), 1, NARROW, 0, 0, free);
    }
    ThumbAssembly saves = thumb2 ? new ThumbAssembly() : new Thumb1Assembly(0);
    List<String> first = new ArrayList<>(saves.save());
    List<String> last = new ArrayList<>();
    if (frame > 0) {
      first.add("sub sp, sp, #" + frame);
      last.add("add sp, sp, #" + frame);
    }
    last.addAll(saves.restore());
    int moved = more > 0 ? 2 * more + 3 : 0;
    return new Around(
        List.copyOf(first),
        List.copyOf(last),
        SAVE_INSTRUCTIONS + first.size() + last.size() + moved,
        saves.saveBytes() + NARROW * moved,
        saves.saveBytes() / 2 + NARROW * Math.max(0, moved - 1),
        SAVED_BYTES + saves.savedBytes() + frame + room,
        saves.clobbered());
  }
}
