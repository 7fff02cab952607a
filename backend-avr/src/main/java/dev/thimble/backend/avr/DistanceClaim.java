package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.SquaredSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Squared distances by {@link SquaredCode}; Y points to the next output. */
final class DistanceClaim {
  private DistanceClaim() {}

  /** The claim of a kernel that is such a sum, if all its numbers fit. */
  static Optional<Claim> of(Core core, Kernel kernel) {
    return core.multiplier()
        ? SquaredSum.of(kernel)
            .flatMap(
                sum ->
                    SquaredCode.of(kernel.name() + "_stream", sum, SquaredCode.MOST_REGISTERS)
                        .map(code -> claim(core, sum, code)))
        : Optional.empty();
  }

  private static Claim claim(Core core, SquaredSum sum, SquaredCode code) {
    Assembly lines = new Assembly(core);
    List<Integer> saved = new ArrayList<>(code.registers());
    saved.addAll(List.of(28, 29));
    Routine routine = Routine.begin(core, lines, saved, 0, SquaredCode.COMMON_BYTES);
    lines.one("movw r28, r22");
    code.emit(lines, () -> SquaredCode.DISTANCE.forEach(r -> lines.two("st Y+, " + r)));
    int points = sum.points().length;
    String summary =
        "%d squared distances of %d bytes each by products of %d bytes, %d at a time"
            .formatted(points, sum.points()[0].length, code.width(), code.atOnce());
    return routine.end(
        summary, sum.input(), sum.output(), List.of(Streams.of(core, code.stream())));
  }
}
