package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.sums.ProductSum;
import java.util.List;
import java.util.Optional;

/** Sums of products without padding as one block of Thumb-2 assembly. */
final class ProductSumClaim {
  private static final int GROUP = SumCode.GROUP;
  private static final int[] UNROLLED = {4, 2};

  private final ProductSum sum;
  private final int channels;
  private final SumCode code;
  private final List<ProductSum.Step> positions;
  private final List<ProductSum.Step> taps;
  private final ThumbAssembly lines = new ThumbAssembly();
  private final int at;
  private final int out;

  private ProductSumClaim(ProductSum sum, SumCode code) {
    this.sum = sum;
    this.channels = sum.weights().length;
    this.code = code;
    this.positions = ProductSum.merged(sum.positions(), sum.at());
    this.taps = ProductSum.merged(sum.taps(), sum.at());
    at = code.needsPointers() ? lines.slot() : 0;
    out = code.needsPointers() ? lines.slot() : 0;
  }

  /** The claim of a kernel that is such a sum, if all its numbers fit. */
  static Optional<Claim> of(KernelSums sums, boolean dsp) {
    // Depthwise weights of four bits are so few that they are kept in bytes.
    return sums.sum()
        .filter(sum -> sum.input().element().bytes() == 1)
        .filter(sum -> sum.bounds().isEmpty() && sum.sharing() == 1)
        .flatMap(
            sum ->
                RequantisedSums.of(sum)
                    .map(s -> new SumCode(sum, sums.half() && !sum.ownInputs(), s, dsp))
                    .map(code -> new ProductSumClaim(sum, code).claim(sums.kernel())));
  }

  private Claim claim(String name) {
    Buffer stream = code.stream(name + "_stream", run(), GROUP);
    lines.advance("r0", Math.toIntExact(sum.at().base()));
    positions(0);
    String summary =
        "%d sums of %d products each, %d at a time"
            .formatted(channels, sum.weights()[0].length, Math.min(GROUP, channels));
    return new SumFrame(List.of(sum.input()), sum.output(), false)
        .claim(summary, List.of(stream), List.of(), lines);
  }

  /** Taps that lie side by side. */
  private int run() {
    ProductSum.Step last = taps.isEmpty() ? new ProductSum.Step(1, 1) : taps.get(taps.size() - 1);
    return last.stride() == 1 && !sum.ownInputs() ? last.extent() : 1;
  }

  private void positions(int depth) {
    if (depth == positions.size()) {
      position();
      return;
    }
    ProductSum.Step step = positions.get(depth);
    int travelled = sum.ownInputs() ? channels : 0;
    if (depth + 1 < positions.size()) {
      ProductSum.Step inner = positions.get(depth + 1);
      travelled = inner.extent() * inner.stride();
    }
    int gap = step.stride() - travelled;
    lines.loop(
        step.extent(),
        () -> {
          positions(depth + 1);
          lines.advance("r0", gap);
        });
  }

  /** All channels of one position. */
  private void position() {
    lines.address("r2", 0);
    if (code.needsPointers()) {
      lines.put("r0", at);
    }
    if (channels >= GROUP) {
      lines.loop(channels / GROUP, () -> group(GROUP));
    }
    if (channels % GROUP > 0) {
      group(channels % GROUP);
    }
    if (code.needsPointers()) {
      lines.get("r0", at);
    }
  }

  private void group(int size) {
    code.start(lines, size);
    if (code.needsPointers()) {
      lines.get("r3", at).put("r1", out);
    } else {
      lines.add("mov r3, r0");
    }
    taps(0, size);
    if (code.needsPointers()) {
      lines.get("r1", out);
    }
    if (sum.ownInputs()) {
      lines.advance("r0", size);
    }
    code.requantise(lines, size);
  }

  private void taps(int depth, int size) {
    if (depth >= taps.size()) {
      code.tap(lines, size, 1);
      return;
    }
    ProductSum.Step step = taps.get(depth);
    if (depth < taps.size() - 1) {
      ProductSum.Step inner = taps.get(depth + 1);
      lines.loop(
          step.extent(),
          () -> {
            taps(depth + 1, size);
            lines.advance("r3", step.stride() - inner.extent() * inner.stride());
          });
      return;
    }
    int blocks = code.hasBlocks() ? run() / code.block() : 0;
    innermost(blocks, () -> code.block(lines, size));
    innermost(step.extent() - code.block() * blocks, () -> code.tap(lines, size, step.stride()));
  }

  private void innermost(int rounds, Runnable body) {
    int unrolled = 1;
    for (int candidate : UNROLLED) {
      if (unrolled == 1 && rounds % candidate == 0 && rounds / candidate > 1) {
        unrolled = candidate;
      }
    }
    int times = unrolled;
    Runnable several =
        () -> {
          for (int i = 0; i < times; i++) {
            body.run();
          }
        };
    if (rounds > unrolled && rounds > SumCode.BLOCK) {
      String counter = code.needsPointers() ? "r1" : "lr";
      lines.number(counter, rounds / unrolled);
      lines.counted((double) rounds / unrolled, counter, several);
    } else {
      for (int i = 0; i < rounds; i++) {
        body.run();
      }
    }
  }
}
