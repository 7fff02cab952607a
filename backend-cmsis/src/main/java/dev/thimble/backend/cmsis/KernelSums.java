package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.Borders;
import dev.thimble.kernel.sums.ProductSum;
import java.util.Optional;

/**
 * A kernel seen as a sum of products, once for all the claims that ask: it takes a look at every
 * weight.
 *
 * @param kernel its name
 * @param sum the sum of bytes or of words, if it is one
 * @param half whether weights have four bits
 * @param mapped the same with its map of positions and taps, if it has one
 */
record KernelSums(
    String kernel, Optional<ProductSum> sum, boolean half, Optional<MappedSum> mapped) {
  static KernelSums of(Kernel kernel) {
    Optional<ProductSum> halves = ProductSum.ofHalfBytes(kernel);
    boolean half = halves.isPresent();
    Optional<ProductSum> sum =
        halves.or(() -> ProductSum.ofBytes(kernel)).or(() -> ProductSum.ofWords(kernel));
    return new KernelSums(kernel.name(), sum, half, sum.flatMap(s -> mapped(s, half)));
  }

  private static Optional<MappedSum> mapped(ProductSum sum, boolean half) {
    int bytes = sum.input().element().bytes();
    return Borders.ofWholeRows(sum)
        .or(() -> Borders.ofOneTap(sum))
        .map(borders -> new MappedSum(sum, borders.inBytes(bytes), half));
  }

  /**
   * Sums of bytes with weights of a byte: depthwise weights of four bits are so few that claims
   * keep them in bytes.
   */
  Optional<MappedSum> bytes() {
    return bytesOrHalves().filter(m -> !half || m.sum().ownInputs()).map(MappedSum::inBytes);
  }

  /** Sums of bytes with weights of a byte or of half a byte. */
  Optional<MappedSum> bytesOrHalves() {
    return mapped.filter(m -> m.unit() == 1);
  }

  /** Sums of words without an offset. */
  Optional<MappedSum> words() {
    return mapped.filter(m -> m.unit() > 1 && m.sum().offset() == 0);
  }

  /** Whether a tile surely pays: several positions share its weights, over one row of taps. */
  boolean suitsTile() {
    return bytesOrHalves()
        .filter(m -> m.positions() > 1)
        .filter(m -> m.borders().rows().stream().allMatch(line -> line.count() == 1))
        .isPresent();
  }
}
