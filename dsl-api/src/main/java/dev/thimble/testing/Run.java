package dev.thimble.testing;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What came out of a run. Bytes are in the target's own order, which is little-endian on all of
 * them.
 *
 * @param outputs one for each input: all output ports in order
 * @param results what {@code digits_run} returned each time, 0 if it returns nothing
 * @param trace by input, then by step: what the trace macro was given; a step that was not traced
 *     is empty, one that ran several times in an inference is concatenated. Empty unless built with
 *     {@link BuildOptions#withTrace}
 * @param totals the cost of each inference: from the first instruction of {@code digits_run} up to
 *     and including its return. Empty in a trace build, whose figures would not be the model's
 * @param perStep the cost of each step function by its name, counted in the same way; empty on the
 *     host
 * @param stackBytes the deepest stack of {@code digits_run} over all inputs, its return address
 *     included where it lies on the stack. On AVR the minimum of the stack pointer, exact; on
 *     Cortex-M the deepest byte written. Absent on the host and in a trace build
 * @param unit what totals and perStep count
 */
public record Run(
    List<byte[]> outputs,
    List<Integer> results,
    List<List<byte[]>> trace,
    List<Long> totals,
    Map<String, LongSummary> perStep,
    OptionalInt stackBytes,
    Unit unit) {

  /** The totals as one summary. */
  public LongSummary total() {
    long min = totals.stream().mapToLong(Long::longValue).min().orElse(0);
    long max = totals.stream().mapToLong(Long::longValue).max().orElse(0);
    long sum = totals.stream().mapToLong(Long::longValue).sum();
    return new LongSummary(totals.size(), min, max, sum);
  }
}
