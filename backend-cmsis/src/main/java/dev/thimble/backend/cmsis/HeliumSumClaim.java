package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.Borders;
import dev.thimble.kernel.sums.ProductSum;
import java.util.List;
import java.util.Optional;

/**
 * Sums of products for cores with Helium: the inputs of a tile of positions are copied side by side
 * once, padding filled in, and multiplied sixteen at a time with two channels; a single position
 * with eight.
 *
 * <p>Sums are kept in even registers, as {@code vmladava} wants them, pointers in odd ones.
 */
final class HeliumSumClaim {
  /** Bytes of a vector. */
  static final int LANES = 16;

  /** The most that a tile may take: what an address reaches. */
  private static final int REACH = 4095;

  /** Sums of products of bytes that are far from the ends of 32 bits, even doubled. */
  private static final Interval SAFE = new Interval(-(1L << 30), (1L << 30) - 1);

  private final MappedSum mapped;
  private final ProductSum sum;
  private final int pixels;
  private final ThumbAssembly lines = new ThumbAssembly();
  private final TileLoop loop;
  private final BorderWalk walk;
  private final HeliumTile tile;

  private HeliumSumClaim(MappedSum mapped, TileScale scale) {
    this.mapped = mapped;
    sum = mapped.sum();
    loop = new TileLoop(lines, mapped.positions(), HeliumTile.PIXELS);
    pixels = loop.pixels();
    walk = new BorderWalk(mapped.borders(), lines, 1, count -> count, 1);
    tile = new HeliumTile(mapped, scale, lines, loop);
  }

  /** The claim of a kernel that is such a sum, if all its numbers fit. */
  static Optional<Claim> of(KernelSums sums, int ramBytes) {
    return sums.bytesOrHalves()
        .filter(
            mapped ->
                !mapped.sum().ownInputs()
                    && mapped.sum().input().element() == Element.I8
                    && mapped.borders().tapStep() == 1
                    && isSafe(mapped.sum()))
        .flatMap(
            mapped -> TileScale.of(mapped.sum()).map(scale -> new HeliumSumClaim(mapped, scale)))
        .filter(claim -> claim.fits(ramBytes))
        .map(claim -> claim.claim(sums.kernel()));
  }

  /** Whether sums stay within 31 bits although the inputs' offset is added at the end. */
  private static boolean isSafe(ProductSum sum) {
    for (int c = 0; c < sum.weights().length; c++) {
      Interval sums = Interval.of(HeliumTile.bias(sum, c));
      long low = sums.low();
      long high = sums.high();
      for (long weight : sum.weights()[c]) {
        low -= Math.abs(weight) * ProductSum.SIGN;
        high += Math.abs(weight) * ProductSum.SIGN;
      }
      if (!SAFE.contains(new Interval(low, high))) {
        return false;
      }
    }
    return true;
  }

  private boolean fits(int ramBytes) {
    int bytes = pixels * tile.pixelBytes();
    return bytes <= REACH
        && (pixels - 1) * sum.weights().length + HeliumTile.CHANNELS <= REACH
        && RoomRule.fits(sum, bytes, ramBytes);
  }

  private Claim claim(String name) {
    Buffer stream = tile.stream(name + "_stream");
    loop.run(walk, tile.pixelBytes(), this::copy, tile::all);
    int roomBytes = pixels * tile.pixelBytes();
    List<Buffer> constants = List.of(stream, walk.table(name + "_borders", mapped.base()));
    return mapped.claim(name, constants, roomBytes, pixels + " positions", lines, true);
  }

  /** The inputs of a position; where there is padding, what stands for zero. */
  private void copy() {
    lines.comment("inputs of a position");
    lines.get("r12", loop.place()).add("mov r3, r0");
    if (!sum.bounds().isEmpty()) {
      lines.add("mov r4, #" + -sum.offset()).add("vdup.8 q0, r4").add("mov r11, r12");
      int vectors = tile.pixelBytes() / LANES;
      lines.number("lr", vectors);
      lines.counted(vectors, "lr", () -> lines.add("vstrb.8 q0, [r11], #16"));
    }
    walk.skip("r12");
    walk.rows("r3", "r12", "r11", this::run);
  }

  private void run() {
    walk.loadTaps("r4");
    lines.add("mov r5, r3").add("mov r6, r12");
    double vectors =
        mapped.borders().columns().stream()
                .mapToDouble(l -> (double) l.lines() * ((l.count() + LANES - 1) / LANES))
                .sum()
            / Borders.count(mapped.borders().columns());
    lines.predicated(
        LANES,
        vectors,
        "r4",
        () -> lines.add("vldrb.u8 q0, [r5], #16").add("vstrb.8 q0, [r6], #16"));
    lines.add("add r3, r3, r4").add("add r12, r12, r4");
  }
}
