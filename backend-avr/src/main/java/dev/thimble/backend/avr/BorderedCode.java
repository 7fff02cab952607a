package dev.thimble.backend.avr;

import dev.thimble.kernel.Buffer;
import java.util.List;

/**
 * What {@link BorderedSumClaim} does for up to so many channels at once. X points to the inputs,
 * then to the outputs, Z to the weights, then to what makes sums outputs.
 */
interface BorderedCode {
  /** A body in rounds. */
  @FunctionalInterface
  interface Repeat {
    void times(int rounds, Runnable body);
  }

  /** Registers that a caller relies on. */
  List<Integer> saved(int group);

  /** Sums begin. */
  void clear(Assembly code, int size);

  /**
   * One tap: an input for all channels, or one for each.
   *
   * @param gap what the input's pointer skips behind it
   */
  void tap(Assembly code, int size, int gap);

  /** Words of a tap. */
  int tapWords(int size, int gap);

  /**
   * The sums become outputs.
   *
   * @param repeat rounds whose count lies in the frame
   */
  void outputs(Assembly code, int size, Repeat repeat);

  /** For each group the weights, one of each channel a tap, and each channel's constants. */
  Buffer stream(String name, int group);

  /** How wide the sums are. */
  int sumBits();
}
