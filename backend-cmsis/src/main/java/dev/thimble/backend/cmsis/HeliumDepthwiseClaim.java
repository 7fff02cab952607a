package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sums in which each channel reads inputs of its own, for cores with Helium: vectors of four
 * channels, up to four of them at once.
 */
final class HeliumDepthwiseClaim {
  private static final int LANES = 4;
  private static final int WORD = 4;

  private final MappedSum mapped;
  private final ProductSum sum;
  private final TileScale scale;
  private final int vectors;
  private final ThumbAssembly lines = new ThumbAssembly();
  private final BorderWalk walk;
  private final int groupStart;

  private HeliumDepthwiseClaim(MappedSum mapped, TileScale scale) {
    this.mapped = mapped;
    sum = mapped.sum();
    this.scale = scale;
    int most = 4;
    while (sum.weights().length % (LANES * most) != 0) {
      most /= 2;
    }
    vectors = most;
    walk = new BorderWalk(mapped.borders(), lines, 1, count -> count * LANES * vectors, 1);
    groupStart = lines.slot();
  }

  /** The claim of a kernel that is such a sum, if all its numbers fit. */
  static Optional<Claim> of(Kernel kernel) {
    return MappedSum.of(kernel)
        .filter(
            mapped ->
                mapped.sum().ownInputs()
                    && mapped.sum().input().element() == Element.I8
                    && mapped.channels() % LANES == 0)
        .flatMap(
            mapped ->
                TileScale.of(mapped.sum()).map(scale -> new HeliumDepthwiseClaim(mapped, scale)))
        .map(claim -> claim.claim(kernel.name()));
  }

  private int group() {
    return LANES * vectors;
  }

  private Claim claim(String name) {
    Buffer stream = stream(name + "_stream");
    if (sum.offset() != 0) {
      lines.add("mov r9, #" + sum.offset());
    }
    lines.comment("limits");
    lines.add("mov r4, #" + scale.limits().low()).add("vdup.32 q2, r4");
    lines.add("mov r4, #" + scale.limits().high()).add("vdup.32 q3, r4");
    walk.positions(sum.weights().length, this::position);
    return mapped.claim(name, stream, walk, 0, "" + group(), lines, true);
  }

  private void position() {
    lines.address("r2", 0);
    lines.loop(sum.weights().length / group(), this::channels);
  }

  private void channels() {
    lines.comment(group() + " sums");
    for (int v = 0; v < vectors; v++) {
      lines.add("vldrw.u32 q%d, [r2], #16".formatted(4 + v));
    }
    lines.put("r2", groupStart);
    walk.skip("r2");
    lines.add("mov r3, r0");
    walk.taps("r3", "r2", "r12", "lr", this::tap);
    lines.get("r2", groupStart).advance("r2", sum.weights()[0].length * group());
    lines.advance("r0", group());
    lines.add("mov r10, #" + sum.rules().get(0).zeroPoint());
    for (int v = 0; v < vectors; v++) {
      requantise("q" + (4 + v));
    }
  }

  private void tap() {
    for (int v = 0; v < vectors; v++) {
      lines.add("vldrb.s32 q0, [r3, #%d]".formatted(LANES * v));
      lines.add("vldrb.s32 q1, [r2], #4");
      if (sum.offset() != 0) {
        lines.add("vadd.i32 q0, q0, r9");
      }
      lines.add("vmul.i32 q0, q0, q1").add("vadd.i32 q%d, q%d, q0".formatted(4 + v, 4 + v));
    }
    lines.advance("r3", mapped.borders().tapStep());
  }

  private void requantise(String value) {
    lines.add("vldrw.u32 q0, [r2], #16").add("vldrw.s32 q1, [r2], #16");
    if (scale.high()) {
      lines.add("vqrdmulh.s32 %s, %s, q0".formatted(value, value));
      if (scale.nudged()) {
        lines.add("vshr.s32 q0, %s, #31".formatted(value));
        lines.add("vadd.i32 %s, %s, q0".formatted(value, value));
      }
    } else {
      lines.add("vmul.i32 %s, %s, q0".formatted(value, value));
    }
    lines.add("vrshl.s32 %s, %s, q1".formatted(value, value));
    lines.add("vadd.i32 %s, %s, r10".formatted(value, value));
    lines.add("vmax.s32 %s, %s, q2".formatted(value, value));
    lines.add("vmin.s32 %s, %s, q3".formatted(value, value));
    lines.add("vstrb.32 %s, [r1], #4".formatted(value));
  }

  /** For each group: biases, weights, multipliers and shifts to the left of each vector. */
  private Buffer stream(String name) {
    List<Long> words = new ArrayList<>();
    for (int first = 0; first < sum.weights().length; first += group()) {
      for (int c = first; c < first + group(); c++) {
        words.add(sum.biases()[c]);
      }
      for (int tap = 0; tap < sum.weights()[0].length; tap++) {
        for (int c = first; c < first + group(); c += WORD) {
          words.add(
              SumCode.word(
                  sum.weights()[c][tap],
                  sum.weights()[c + 1][tap],
                  sum.weights()[c + 2][tap],
                  sum.weights()[c + 3][tap]));
        }
      }
      for (int v = first; v < first + group(); v += LANES) {
        for (int c = v; c < v + LANES; c++) {
          words.add(scale.channels().get(c).multiplier());
        }
        for (int c = v; c < v + LANES; c++) {
          words.add((long) -scale.channels().get(c).shift());
        }
      }
    }
    return SumCode.words(name, words);
  }
}
