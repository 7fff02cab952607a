package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.Borders;
import dev.thimble.kernel.sums.ProductSum;
import java.util.List;
import java.util.Optional;

/** Sums of products with padding as one block of Thumb-2 assembly. */
final class BorderedSumClaim {
  private static final int WORD = 4;

  private final ProductSum sum;
  private final Borders borders;
  private final SumCode code;
  private final int group;
  private final int block;
  private final ThumbAssembly lines = new ThumbAssembly();
  private final BorderWalk walk;
  private final int groupStart;

  private BorderedSumClaim(
      ProductSum sum, Borders borders, RequantisedSums scales, int group, boolean dsp) {
    this.sum = sum;
    this.borders = borders;
    this.group = group;
    code = new SumCode(sum, scales, dsp);
    block = code.hasBlocks() ? BorderWalk.block(borders) : 1;
    walk = new BorderWalk(borders, lines, block, this::bytes, 1);
    groupStart = lines.slot();
  }

  /** The claim of a kernel that is such a sum, if all its numbers fit. */
  static Optional<Claim> of(Kernel kernel, boolean dsp) {
    Optional<ProductSum> sum = ProductSum.of(kernel).filter(s -> !s.bounds().isEmpty());
    Optional<Borders> borders = sum.flatMap(Borders::of);
    if (borders.isEmpty()) {
      return Optional.empty();
    }
    int group = SumCode.GROUP;
    while (sum.get().weights().length % group != 0) {
      group--;
    }
    int size = group;
    return RequantisedSums.of(sum.get())
        .map(
            scales ->
                new BorderedSumClaim(sum.get(), borders.get(), scales, size, dsp)
                    .claim(kernel.name()));
  }

  private Claim claim(String name) {
    int run = block == 1 ? 1 : borders.rowTaps();
    Buffer stream = code.stream(name + "_stream", run, group);
    Buffer table = walk.table(name + "_borders", sum.at().base());
    code.offsets(lines);
    walk.positions(sum.ownInputs() ? sum.weights().length : 0, this::position);
    String summary =
        "%d sums of up to %d products each, %d at a time"
            .formatted(sum.weights().length, sum.weights()[0].length, group);
    return new SumFrame(sum, false).claim(summary, List.of(stream, table), List.of(), lines);
  }

  private void position() {
    lines.address("r2", 0);
    lines.loop(sum.weights().length / group, this::group);
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
            code.tap(lines, group, borders.tapStep());
          }
        });
    lines.get("r2", groupStart).advance("r2", bytes(sum.weights()[0].length));
    if (sum.ownInputs()) {
      lines.advance("r0", group);
    }
    code.requantise(lines, group);
  }

  /** What the weights of so many taps take: a block has a word for each channel, a tap one word. */
  private int bytes(int count) {
    return block > 1 ? count * group : count * WORD;
  }
}
