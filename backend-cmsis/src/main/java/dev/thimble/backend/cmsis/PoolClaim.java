package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.Borders;
import dev.thimble.kernel.sums.WindowFold;
import java.util.List;
import java.util.Optional;

/**
 * Pooling and means, some channels at a time: loops over positions and channels around the core's
 * {@link PoolCode}.
 */
final class PoolClaim {
  private final WindowFold fold;
  private final ThumbAssembly lines;
  private final PoolWalk walk;
  private final PoolCode code;

  private PoolClaim(WindowFold fold, PoolWalk walk, PoolCode code, ThumbAssembly lines) {
    this.fold = fold;
    this.walk = walk;
    this.code = code;
    this.lines = lines;
  }

  /** The claim of a kernel that is such a fold, in Thumb-2. */
  static Optional<Claim> of(Kernel kernel, boolean dsp) {
    return WindowFold.ofBytesOrWords(kernel)
        .flatMap(fold -> borders(fold).map(borders -> wide(fold, borders, dsp)))
        .map(claim -> claim.claim(kernel.name()));
  }

  private static PoolClaim wide(WindowFold fold, Borders borders, boolean dsp) {
    ThumbAssembly lines = new ThumbAssembly();
    PoolWalk walk = new PoolWalk(fold, borders, lines, false);
    return new PoolClaim(fold, walk, new WidePool(fold, walk, lines, dsp), lines);
  }

  private static Optional<Borders> borders(WindowFold fold) {
    return fold.borders().map(borders -> borders.inBytes(fold.unit()));
  }

  /**
   * The claim of a kernel that is such a fold, for cores without Thumb-2, which have no division.
   */
  static Optional<Claim> ofNarrow(Kernel kernel) {
    return WindowFold.ofBytesOrWords(kernel)
        .filter(fold -> !fold.mean() || fold.isShifted())
        .flatMap(fold -> borders(fold).map(borders -> narrow(fold, borders)))
        .filter(claim -> claim.lines.reaches())
        .map(claim -> claim.claim(kernel.name()));
  }

  private static PoolClaim narrow(WindowFold fold, Borders borders) {
    ThumbAssembly lines = new Thumb1Assembly(PoolWalk.constants(fold, borders, true));
    PoolWalk walk = new PoolWalk(fold, borders, lines, true);
    PoolCode code =
        walk.isUnrolled() ? new NarrowWindow(fold, walk, lines) : new NarrowPool(fold, walk, lines);
    return new PoolClaim(fold, walk, code, lines);
  }

  private Claim claim(String name) {
    code.prepare();
    walk.positions(this::position);
    String summary =
        "%s of up to %d %s for each of %d channels"
            .formatted(
                fold.isExtreme() ? "extreme" : "sum",
                fold.tapCount(),
                fold.unit() == 1 ? "bytes" : "words",
                fold.channels());
    return new SumFrame(List.of(fold.input()), fold.output(), false)
        .claim(summary, walk.constants(name), List.of(), lines);
  }

  private void position() {
    if (fold.channels() >= code.group()) {
      code.rounds(lines, fold.channels() / code.group(), () -> code.channels(code.group()));
    }
    if (fold.channels() % code.group() > 0) {
      code.channels(fold.channels() % code.group());
    }
  }
}
