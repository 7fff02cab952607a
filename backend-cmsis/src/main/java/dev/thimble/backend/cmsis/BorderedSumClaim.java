package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.sums.ProductSum;
import java.util.List;
import java.util.Optional;

/**
 * Sums of products with padding, or with several channels to an input, as one block of Thumb-2
 * assembly.
 */
final class BorderedSumClaim {
  private static final int WORD = 4;

  /** Weights of four bits of a tap and up to four channels. */
  private static final int HALF_TAP = 2;

  private final MappedSum mapped;
  private final ProductSum sum;
  private final SumCode code;
  private final int group;
  private final int block;
  private final ThumbAssembly lines = new ThumbAssembly();
  private final BorderWalk walk;
  private final int groupStart;

  private BorderedSumClaim(MappedSum mapped, RequantisedSums scales, int group, boolean dsp) {
    this.mapped = mapped;
    sum = mapped.sum();
    this.group = group;
    code = new SumCode(sum, mapped.half(), scales, dsp);
    block = code.hasBlocks() ? BorderWalk.block(mapped) : 1;
    walk = new BorderWalk(mapped.borders(), lines, block, this::bytes, 1);
    groupStart = lines.slot();
  }

  /** The claim of a kernel that is such a sum, if all its numbers fit. */
  static Optional<Claim> of(KernelSums sums, boolean dsp) {
    Optional<MappedSum> bytes = sums.bytes().or(sums::bytesOrHalves);
    return of(bytes.filter(BorderedSumClaim::isOwn), sums.kernel(), dsp);
  }

  /**
   * Sums without padding have code of their own, but for those with several channels to an input.
   */
  private static boolean isOwn(MappedSum mapped) {
    return !mapped.sum().bounds().isEmpty() || mapped.sum().sharing() > 1;
  }

  /** The claim of a kernel that is such a sum of words, with padding or without. */
  static Optional<Claim> ofWords(KernelSums sums, boolean dsp) {
    return of(sums.words(), sums.kernel(), dsp);
  }

  private static Optional<Claim> of(Optional<MappedSum> sum, String name, boolean dsp) {
    return sum.flatMap(
            mapped ->
                RequantisedSums.of(mapped.sum())
                    .map(scales -> new BorderedSumClaim(mapped, scales, group(mapped), dsp)))
        .map(claim -> claim.claim(name));
  }

  /** Channels at once: what padding skips must be the same for all groups. */
  private static int group(MappedSum mapped) {
    int group = SumCode.GROUP;
    while (!mapped.isEven(group)) {
      group--;
    }
    return group;
  }

  private Claim claim(String name) {
    int run = block == 1 ? 1 : mapped.borders().rowTaps();
    Buffer stream = code.stream(name + "_stream", run, group);
    code.offsets(lines);
    int travelled = sum.ownInputs() ? mapped.unit() * mapped.ownInputs() : 0;
    walk.positions(travelled, this::position);
    List<Buffer> constants = List.of(stream, walk.table(name + "_borders", mapped.base()));
    return mapped.claim(name, constants, 0, "" + group, lines, false);
  }

  private void position() {
    lines.address("r2", 0);
    mapped.groups(group, lines, this::group, by -> lines.advance("r0", by));
  }

  private void group() {
    code.start(lines, group);
    lines.put("r2", groupStart);
    walk.skip("r2");
    lines.add("mov r3, r0");
    walk.taps(
        "r3",
        "r2",
        "r12",
        "lr",
        () -> {
          if (block > 1) {
            code.block(lines, group);
          } else {
            code.tap(lines, group, mapped.borders().tapStep());
          }
        });
    lines.get("r2", groupStart).advance("r2", (bytes(mapped.taps()) + WORD - 1) / WORD * WORD);
    code.requantise(lines, group);
  }

  /** What the weights of so many taps take: a block has a word for each channel, a tap one word. */
  private int bytes(int count) {
    if (code.hasHalfTaps()) {
      return count * HALF_TAP;
    }
    return block > 1 ? count * group : count * WORD;
  }
}
