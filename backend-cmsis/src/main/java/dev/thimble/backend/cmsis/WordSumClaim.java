package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import java.util.List;
import java.util.Optional;

/**
 * Sums of products for cores without DSP instructions: the inputs of a tile of positions are made
 * words once, zeros where there is padding, and multiplied with all channels.
 */
final class WordSumClaim {
  private static final int WORD = 4;
  private static final int BLOCK = SumCode.BLOCK;

  private final MappedSum mapped;
  private final int block;
  private final ThumbAssembly lines;
  private final TileLoop loop;
  private final BorderWalk walk;
  private final WordTile tile;

  private WordSumClaim(MappedSum mapped, ChannelOutput output, ThumbAssembly lines) {
    this.mapped = mapped;
    this.lines = lines;
    loop = new TileLoop(lines, mapped.positions(), WordTile.PIXELS);
    tile = new WordTile(mapped, output, lines, loop);
    block = BorderWalk.block(mapped);
    walk = new BorderWalk(mapped.borders(), lines, block, count -> count * tile.tapStep(), 1);
  }

  /**
   * The claim of a kernel that is such a sum over several positions, if all its numbers fit.
   *
   * @param narrow whether the core has Thumb without Thumb-2
   */
  static Optional<Claim> of(KernelSums sums, int ramBytes, boolean narrow) {
    return sums.bytesOrHalves()
        .or(() -> narrow ? sums.words() : Optional.empty())
        .filter(mapped -> !mapped.sum().ownInputs() && mapped.positions() > 1)
        .flatMap(
            mapped -> {
              ThumbAssembly lines = lines(narrow);
              return ChannelOutput.of(mapped.sum(), lines, narrow)
                  .map(output -> new WordSumClaim(mapped, output, lines));
            })
        .filter(claim -> RoomRule.fits(claim.mapped.sum(), claim.roomBytes(), ramBytes))
        .flatMap(claim -> claim.claim(sums.kernel()));
  }

  private static ThumbAssembly lines(boolean narrow) {
    return narrow ? new Thumb1Assembly(Thumb1SumClaim.CONSTANTS) : new ThumbAssembly();
  }

  private int roomBytes() {
    return mapped.taps() * tile.tapStep();
  }

  private Optional<Claim> claim(String name) {
    loop.run(walk, WORD, this::expand, tile::tile);
    if (!lines.reaches()) {
      return Optional.empty();
    }
    Buffer stream = tile.stream(name + "_stream");
    String atOnce = loop.pixels() + " positions";
    List<Buffer> constants = List.of(stream, walk.table(name + "_borders", mapped.base()));
    return Optional.of(mapped.claim(name, constants, roomBytes(), atOnce, lines, false));
  }

  /** The inputs of a position as words; r5 adds them up where weights are loaded without sign. */
  private void expand() {
    lines.comment("inputs of a position");
    lines.get("r6", loop.place()).add("mov r3, r0");
    if (!mapped.sum().bounds().isEmpty()) {
      clear();
    }
    if (!lines.loadsSigned()) {
      lines.add("movs r5, #0");
    }
    walk.skip("r6");
    walk.taps("r3", "r6", "r1", "r2", block > 1 ? this::four : this::one);
    if (!lines.loadsSigned()) {
      tile.putInputSum(loop.place());
    }
  }

  private void clear() {
    lines.add("movs r4, #0").add("mov r1, r6").number("r2", mapped.taps());
    lines.counted(
        mapped.taps(), "r2", () -> lines.add("str r4, [r1, #0]").advance("r1", tile.tapStep()));
  }

  private void one() {
    load(0);
    lines.advance("r3", mapped.borders().tapStep());
    store(0);
    lines.advance("r6", tile.tapStep());
  }

  private void four() {
    for (int i = 0; i < BLOCK; i++) {
      load(i);
      store(i * tile.tapStep());
    }
    lines.advance("r3", BLOCK * mapped.unit()).advance("r6", BLOCK * tile.tapStep());
  }

  private void load(int index) {
    mapped.load(lines, "r4", "r3", index);
    lines.advance("r4", Math.toIntExact(mapped.sum().offset()));
  }

  private void store(int at) {
    lines.add("str r4, [r6, #" + at + "]");
    if (!lines.loadsSigned()) {
      lines.add("adds r5, r5, r4");
    }
  }
}
