package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Element;
import dev.thimble.kernel.sums.ProductSum;
import java.util.List;
import java.util.Optional;

/**
 * The lines that make sums of a channel outputs in r0, while r3 and r8 to r12 keep what they hold.
 */
interface ChannelOutput {
  /**
   * Products of 32 bits where they are exact, else of 64.
   *
   * @param narrow whether the core has Thumb without Thumb-2
   */
  static Optional<ChannelOutput> of(ProductSum sum, ThumbAssembly lines, boolean narrow) {
    boolean words = sum.output().element() == Element.I16;
    Optional<SplitScale> scales = words ? Optional.empty() : SplitScale.of(sum, narrow);
    Optional<ChannelOutput> split = scales.map(found -> new SplitOutput(found, lines));
    return split.or(
        () ->
            narrow
                ? HalvesOutput.of(sum, lines)
                : RequantisedSums.of(sum).map(found -> new LongOutput(found, lines)));
  }

  /** Brings the numbers of a channel from the stream, to which r2 points. */
  void load();

  /** The output for the sum in a register above r7, or in r0; r1 and r2 are used. */
  void result(String value);

  /** What sums of a channel have taken away. */
  long from(int channel);

  /** The numbers of a channel, as the lines read them. */
  void constants(List<Long> words, int channel);
}
