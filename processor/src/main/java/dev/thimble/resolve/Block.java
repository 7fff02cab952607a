package dev.thimble.resolve;

import java.util.Optional;

/**
 * What flows between steps of spectra: numbers of one frame.
 *
 * @param value the graph's value
 * @param stage how far the frame has come
 * @param rate samples a second, in hertz
 * @param points of the transform
 * @param unit what a step stands for in reals, of an energy its root
 * @param shift the value that says how many bits the frame was shifted up; absent once that is
 *     taken back
 */
record Block(
    String value, Stage stage, double rate, int points, double unit, Optional<String> shift) {
  /** What the numbers are. */
  enum Stage {
    /** Samples. */
    FRAME,
    /** Complex numbers. */
    BINS,
    /** Magnitudes of bins. */
    MAGNITUDE,
    /** Energies of bins. */
    POWER,
    /** Energies of bands. */
    BANDS,
    /** Logarithms. */
    LOG
  }

  /** Bits that a bit of shift makes. */
  int bits() {
    return isEnergy() ? 2 : 1;
  }

  boolean isEnergy() {
    return stage == Stage.POWER || stage == Stage.BANDS;
  }

  /** The next stage under a name. */
  Block to(String name, Stage next, double newUnit) {
    return new Block(name, next, rate, points, newUnit, shift);
  }

  /** The same with another count of bits that it was shifted. */
  Block shifted(String count) {
    return new Block(value, stage, rate, points, unit, Optional.of(count));
  }

  /** The same without the block's scaling. */
  Block plain(String name) {
    return new Block(name, stage, rate, points, unit, Optional.empty());
  }
}
