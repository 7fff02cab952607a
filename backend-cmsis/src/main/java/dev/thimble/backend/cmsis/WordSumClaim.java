package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.Borders;
import dev.thimble.kernel.sums.ProductSum;
import java.util.List;
import java.util.Optional;

/**
 * Sums of products for cores without DSP instructions: the inputs of a tile of positions are made
 * words once, zeros where there is padding, and multiplied with all channels.
 */
final class WordSumClaim {
  private static final int WORD = 4;
  private static final int BLOCK = SumCode.BLOCK;

  /** The stream and the table of borders. */
  private static final int CONSTANTS = 2;

  private final ProductSum sum;
  private final Borders borders;
  private final boolean narrow;
  private final int block;
  private final ThumbAssembly lines;
  private final TileLoop loop;
  private final BorderWalk walk;
  private final WordTile tile;

  private WordSumClaim(ProductSum sum, Borders borders, SplitScale scale, boolean narrow) {
    this.sum = sum;
    this.borders = borders;
    this.narrow = narrow;
    lines = narrow ? new Thumb1Assembly(CONSTANTS) : new ThumbAssembly();
    int positions = Borders.count(borders.rows()) * Borders.count(borders.columns());
    loop = new TileLoop(lines, positions, WordTile.PIXELS);
    tile = new WordTile(sum, scale, lines, loop);
    block = BorderWalk.block(borders);
    walk = new BorderWalk(borders, lines, block, count -> count * tile.tapStep(), 1);
  }

  /** The claim of a kernel that is such a sum over several positions, if all its numbers fit. */
  static Optional<Claim> of(Kernel kernel, int ramBytes, boolean narrow) {
    Optional<ProductSum> sum = ProductSum.of(kernel).filter(s -> !s.ownInputs());
    Optional<Borders> borders = sum.flatMap(Borders::of);
    if (borders.isEmpty()
        || Borders.count(borders.get().rows()) * Borders.count(borders.get().columns()) == 1) {
      return Optional.empty();
    }
    return SplitScale.of(sum.get(), narrow)
        .map(scale -> new WordSumClaim(sum.get(), borders.get(), scale, narrow))
        .filter(claim -> RoomRule.fits(claim.sum, claim.roomBytes(), ramBytes))
        .flatMap(claim -> claim.claim(kernel.name()));
  }

  private int taps() {
    return sum.weights()[0].length;
  }

  private int roomBytes() {
    return taps() * tile.tapStep();
  }

  private Optional<Claim> claim(String name) {
    Buffer stream = tile.stream(name + "_stream");
    Buffer table = walk.table(name + "_borders", sum.at().base());
    Buffer scratch = RoomRule.room(name + "_tile", roomBytes());
    loop.run(walk, WORD, this::expand, tile::tile);
    if (lines instanceof Thumb1Assembly thumb && !thumb.reaches()) {
      return Optional.empty();
    }
    String summary =
        "%d sums of up to %d products each, %d positions at a time"
            .formatted(sum.weights().length, taps(), loop.pixels());
    return Optional.of(
        new SumFrame(sum, false).claim(summary, List.of(stream, table), List.of(scratch), lines));
  }

  /** The inputs of a position as words; r5 adds them up where weights have no sign. */
  private void expand() {
    lines.comment("inputs of a position");
    lines.get("r6", loop.place()).add("mov r3, r0");
    if (!sum.bounds().isEmpty()) {
      clear();
    }
    if (narrow) {
      lines.add("movs r5, #0");
    }
    walk.skip("r6");
    walk.taps("r3", "r6", "r1", "r2", block > 1 ? this::four : this::one);
    if (narrow) {
      tile.putInputSum(loop.place());
    }
  }

  private void clear() {
    lines.add("movs r4, #0").add("mov r1, r6").number("r2", taps());
    lines.counted(taps(), "r2", () -> lines.add("str r4, [r1, #0]").advance("r1", tile.tapStep()));
  }

  private void one() {
    load(0);
    lines.advance("r3", borders.tapStep());
    store(0);
    lines.advance("r6", tile.tapStep());
  }

  private void four() {
    for (int i = 0; i < BLOCK; i++) {
      load(i);
      store(i * tile.tapStep());
    }
    lines.advance("r3", BLOCK).advance("r6", BLOCK * tile.tapStep());
  }

  private void load(int index) {
    boolean signed = sum.input().element() != Element.U8;
    lines.add("%s r4, [r3, #%d]".formatted(signed && !narrow ? "ldrsb" : "ldrb", index));
    if (signed && narrow) {
      lines.add("sxtb r4, r4");
    }
    lines.advance("r4", Math.toIntExact(sum.offset()));
  }

  private void store(int at) {
    lines.add("str r4, [r6, #" + at + "]");
    if (narrow) {
      lines.add("adds r5, r5, r4");
    }
  }
}
