package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.sums.ProductSum;
import java.util.List;
import java.util.Optional;

/**
 * Sums of products for cores with DSP instructions: the inputs of a tile of positions are made
 * pairs of 16-bit numbers once, zeros where there is padding, and multiplied with all channels.
 */
final class TiledSumClaim {
  private static final int WORD = 4;
  private static final int BLOCK = SumCode.BLOCK;

  /** How far {@code ldr} reaches. */
  private static final int REACH = 4095;

  private final MappedSum mapped;
  private final ProductSum sum;
  private final TileResult result;
  private final int pixels;
  private final int block;
  private final ThumbAssembly lines;
  private final TileLoop loop;
  private final BorderWalk walk;
  private final TileCode code;

  private TiledSumClaim(MappedSum mapped, TileResult result, ThumbAssembly lines) {
    this.mapped = mapped;
    this.result = result;
    this.lines = lines;
    sum = mapped.sum();
    loop = new TileLoop(lines, mapped.positions(), TileCode.PIXELS);
    pixels = loop.pixels();
    block = BorderWalk.block(mapped);
    code = new TileCode(mapped, result, lines, loop, block > 1);
    walk = new BorderWalk(mapped.borders(), lines, block, this::bytes, 1);
  }

  /** The claim of a kernel that is such a sum of bytes or of words, if all its numbers fit. */
  static Optional<Claim> of(KernelSums sums, int ramBytes) {
    Optional<TiledSumClaim> bytes = shared(sums.bytesOrHalves()).flatMap(TiledSumClaim::ofBytes);
    return bytes
        .or(() -> shared(sums.words()).flatMap(TiledSumClaim::ofWords))
        .filter(claim -> claim.fits(ramBytes))
        .map(claim -> claim.claim(sums.kernel()));
  }

  /** Sums whose channels read the same inputs. */
  private static Optional<MappedSum> shared(Optional<MappedSum> mapped) {
    return mapped.filter(m -> !m.sum().ownInputs());
  }

  private static Optional<TiledSumClaim> ofBytes(MappedSum mapped) {
    ThumbAssembly lines = new ThumbAssembly();
    return TileScale.of(mapped.sum())
        .map(scale -> new TileOutput(scale, mapped.sum().output().element(), lines))
        .map(output -> new TiledSumClaim(mapped, new HighWordResult(output), lines));
  }

  private static Optional<TiledSumClaim> ofWords(MappedSum mapped) {
    ThumbAssembly lines = new ThumbAssembly();
    return RequantisedSums.of(mapped.sum())
        .filter(scales -> !scales.twice())
        .map(scales -> new TiledSumClaim(mapped, new LongResult(scales, lines), lines));
  }

  private int roomBytes() {
    return pixels * WORD * code.words();
  }

  private boolean fits(int ramBytes) {
    return code.fits()
        && roomBytes() <= REACH
        && mapped.unit() * ((pixels - 1) * mapped.channels() + SumCode.GROUP) <= REACH
        && RoomRule.fits(sum, roomBytes(), ramBytes);
  }

  private Claim claim(String name) {
    Buffer stream = code.stream(name + "_stream");
    loop.run(walk, code.pixelStep(), this::expand, code::tile);
    List<Buffer> constants = List.of(stream, walk.table(name + "_borders", mapped.base()));
    return mapped.claim(name, constants, roomBytes(), pixels + " positions", lines, false);
  }

  /** The inputs of a position, with their offset, doubled where the rule wants it. */
  private void expand() {
    lines.comment("inputs as pairs of 16-bit numbers");
    boolean offset = sum.offset() != 0;
    if (offset && block > 1) {
      int half = (int) sum.offset() & 0xffff;
      lines.add("movw r9, #" + half).add("movt r9, #" + half);
    }
    lines.get("r12", loop.place()).add("mov r3, r0");
    if (!sum.bounds().isEmpty()) {
      clear();
    }
    walk.skip("r12");
    walk.taps("r3", "r12", "r11", "lr", block > 1 ? four() : this::one);
  }

  private void clear() {
    lines.add("mov r11, r12").add("movs r4, #0");
    lines.number("lr", code.words());
    lines.counted(code.words(), "lr", () -> lines.add("str r4, [r11], #" + code.wordStep()));
  }

  private Runnable four() {
    return mapped.unit() > 1 ? this::fourWords : this::fourBytes;
  }

  private void fourWords() {
    lines.add("ldr r4, [r3], #4").add("ldr r5, [r3], #4");
    lines.add("str r4, [r12], #" + code.wordStep()).add("str r5, [r12], #" + code.wordStep());
  }

  private void fourBytes() {
    String sign = sum.input().element() == Element.U8 ? "u" : "s";
    lines.add("ldr r4, [r3], #4");
    if (sum.offset() == 0) {
      lines.add(sign + "xtb16 r5, r4").add(sign + "xtb16 r4, r4, ror #8");
    } else {
      lines.add(sign + "xtab16 r5, r9, r4").add(sign + "xtab16 r4, r9, r4, ror #8");
    }
    if (code.doubling() > 1) {
      lines.add("sadd16 r5, r5, r5").add("sadd16 r4, r4, r4");
    }
    lines.add("str r5, [r12], #" + code.wordStep()).add("str r4, [r12], #" + code.wordStep());
  }

  private void one() {
    String load =
        switch (sum.input().element()) {
          case U8 -> "ldrb";
          case I16 -> "ldrsh";
          default -> "ldrsb";
        };
    if (Math.abs(mapped.borders().tapStep()) <= 255) {
      lines.add("%s r4, [r3], #%d", load, mapped.borders().tapStep());
    } else {
      lines.add(load + " r4, [r3]").advance("r3", mapped.borders().tapStep());
    }
    lines.advance("r4", Math.toIntExact(sum.offset()));
    if (code.doubling() > 1) {
      lines.add("add r4, r4, r4");
    }
    lines.add("strh r4, [r12], #2");
  }

  /** What so many taps take in the room. */
  private int bytes(int count) {
    return block > 1 ? count / BLOCK * 2 * code.wordStep() : 2 * count;
  }
}
