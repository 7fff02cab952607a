package dev.thimble.backend.cmsis;

import java.util.List;

/**
 * The lines that make sums of a channel outputs in r0, while r3 and r8 to r12 keep what they hold.
 */
interface ChannelOutput {
  /** Brings the numbers of a channel from the stream, to which r2 points. */
  void load();

  /** The output for the sum in a register above r7, or in r0; r1 and r2 are used. */
  void result(String value);

  /** What sums of a channel have taken away. */
  long from(int channel);

  /** The numbers of a channel, as the lines read them. */
  void constants(List<Long> words, int channel);
}
