package dev.thimble.kernel.lower;

import dev.thimble.graph.Shape;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Stmt;

/**
 * Where the samples of a signal lie, {@code [n]} or {@code [n, channels]}: {@code i} counts
 * samples, {@code c} channels where there are several.
 *
 * @param count how many channels
 */
record Channels(int count) {
  static Channels of(Shape signal) {
    return new Channels(signal.rank() == 1 ? 1 : signal.extent(-1));
  }

  /** A sample of the channel. */
  Affine sample(String i, long first) {
    return Affine.of(first * count).plus(i, count).plus(channel(), 1);
  }

  /** The channel's element in a row of an array. */
  Affine row(long row) {
    return Affine.of(row * count).plus(channel(), 1);
  }

  private Affine channel() {
    return count == 1 ? Affine.of(0) : Affine.of("c");
  }

  /** For each channel. */
  Stmt each(Stmt body) {
    return count == 1 ? body : Stmt.For.of(new Axis("c", count), body);
  }
}
