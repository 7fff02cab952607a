package dev.thimble.signal;

import java.util.List;

/** A curve over an octave by three of its points, as kernels compute it: in 10 bits of the way. */
final class Parabola {
  private Parabola() {}

  /** Start, slope and curvature of the parabola through the octave's start, middle and end. */
  static List<Integer> through(int start, int middle, int end) {
    int whole = end - start;
    int slope = 4 * (middle - start) - whole;
    return List.of(start, (int) (short) slope, (int) (short) (whole - slope));
  }
}
