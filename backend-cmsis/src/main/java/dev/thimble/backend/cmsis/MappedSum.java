package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.sums.Borders;
import dev.thimble.kernel.sums.ProductSum;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A sum of products with its map of positions and taps, and what all claims of such sums have in
 * common.
 *
 * @param sum the sum
 * @param borders which taps count where; its steps are in bytes
 * @param half whether weights have four bits
 */
record MappedSum(ProductSum sum, Borders borders, boolean half) {
  /** The same with weights in bytes. */
  MappedSum inBytes() {
    return new MappedSum(sum, borders, false);
  }

  /** Bytes of an input, and of an output. */
  int unit() {
    return sum.input().element().bytes();
  }

  /** An input at a constant distance. */
  void load(ThumbAssembly lines, String register, String base, int index) {
    if (unit() == 1) {
      lines.loadByte(register, base, index, sum.input().element() != Element.U8);
    } else {
      lines.loadWord(register, base, unit() * index);
    }
  }

  /** The instruction that stores an output. */
  String store() {
    return unit() == 1 ? "strb" : "strh";
  }

  /** Bytes from the beginning of the input to the first tap of the first position. */
  int base() {
    return Math.toIntExact(unit() * sum.at().base());
  }

  /** Outputs of a channel. */
  int positions() {
    return Borders.count(borders.rows()) * Borders.count(borders.columns());
  }

  int channels() {
    return sum.weights().length;
  }

  /** Channels of the input that a position reads, where channels have inputs of their own. */
  int ownInputs() {
    return channels() / sum.sharing();
  }

  /**
   * Whether so many channels at once read inputs that lie in the same way for each such group:
   * those of a group are one input, or neighbouring ones with all of their channels.
   */
  boolean isEven(int group) {
    int sharing = sum.sharing();
    return channels() % group == 0 && (sharing % group == 0 || group % sharing == 0);
  }

  /**
   * Groups of channels, one after the other.
   *
   * @param next moves on by so many bytes of the input; where channels have inputs of their own
   */
  void groups(int group, ThumbAssembly lines, Runnable one, IntConsumer next) {
    if (sum.ownInputs() && sum.sharing() % group == 0) {
      lines.loop(
          ownInputs(),
          () -> {
            lines.loop(sum.sharing() / group, one);
            next.accept(unit());
          });
      return;
    }
    lines.loop(
        channels() / group,
        () -> {
          one.run();
          if (sum.ownInputs()) {
            next.accept(unit() * group / sum.sharing());
          }
        });
  }

  /** Products of a sum at most. */
  int taps() {
    return sum.weights()[0].length;
  }

  /**
   * The claim, once its lines are written.
   *
   * @param constants what the lines read
   * @param roomBytes scratch of a tile; 0 for none
   * @param atOnce what is computed at once, for the reader
   * @param vectors whether vector registers are used
   */
  Claim claim(
      String name,
      List<Buffer> constants,
      int roomBytes,
      String atOnce,
      ThumbAssembly lines,
      boolean vectors) {
    List<Buffer> scratch =
        roomBytes > 0 ? List.of(RoomRule.room(name + "_tile", roomBytes)) : List.of();
    String summary =
        "%d sums of up to %d products each, %s at a time".formatted(channels(), taps(), atOnce);
    return new SumFrame(List.of(sum.input()), sum.output(), vectors)
        .claim(summary, constants, scratch, lines);
  }
}
