package dev.thimble.backend.cmsis;

/**
 * What pooling and means do with channels that lie side by side, in the instructions of a core.
 *
 * <p>r0 points to the first input of the first of them, r1 to their outputs; both move on.
 */
interface PoolCode {
  /** How many channels are handled at once. */
  int group();

  /** What is loaded once for all positions. */
  void prepare();

  /** Channels in so many rounds. */
  default void rounds(ThumbAssembly lines, int rounds, Runnable round) {
    lines.loop(rounds, round);
  }

  /** Folds of so many channels. */
  void channels(int size);
}
