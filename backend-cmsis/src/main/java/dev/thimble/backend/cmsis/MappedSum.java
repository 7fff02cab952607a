package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.Borders;
import dev.thimble.kernel.sums.ProductSum;
import java.util.List;
import java.util.Optional;

/**
 * A sum of products with its map of positions and taps, and what all claims of such sums have in
 * common.
 *
 * @param sum the sum
 * @param borders which taps count where; its steps are in bytes
 * @param half whether weights have four bits
 */
record MappedSum(ProductSum sum, Borders borders, boolean half) {
  /**
   * The kernel seen so, if it is such a sum of bytes with weights of a byte: depthwise weights of
   * four bits are so few that claims keep them in bytes.
   */
  static Optional<MappedSum> of(Kernel kernel) {
    return ofBytesOrHalves(kernel)
        .filter(mapped -> !mapped.half || mapped.sum.ownInputs())
        .map(mapped -> new MappedSum(mapped.sum, mapped.borders, false));
  }

  /** The kernel seen so, if it is such a sum of words without an offset. */
  static Optional<MappedSum> ofWords(Kernel kernel) {
    return ProductSum.ofWords(kernel)
        .filter(sum -> sum.offset() == 0)
        .flatMap(sum -> of(sum, false));
  }

  /** The kernel seen so, if it is such a sum of bytes, with weights of a byte or of half a byte. */
  static Optional<MappedSum> ofBytesOrHalves(Kernel kernel) {
    return ProductSum.of(kernel)
        .flatMap(sum -> of(sum, false))
        .or(() -> ProductSum.ofHalfBytes(kernel).flatMap(sum -> of(sum, true)));
  }

  private static Optional<MappedSum> of(ProductSum sum, boolean half) {
    int bytes = sum.input().element().bytes();
    return Borders.of(sum).map(borders -> new MappedSum(sum, borders.inBytes(bytes), half));
  }

  /** Bytes of an input, and of an output. */
  int unit() {
    return sum.input().element().bytes();
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
