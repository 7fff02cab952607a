package dev.thimble.quantize;

import java.util.List;

/**
 * A node made ready to run on plain arrays. Integers travel in floats too: eight or sixteen bits
 * fit exactly.
 */
@FunctionalInterface
interface RealKernel {
  /** The output for the inputs; an absent optional input is an empty array. */
  float[] run(List<float[]> inputs);

  /** Forgets what earlier runs left. */
  default void reset() {}
}
