package dev.thimble;

/**
 * A generated host twin seen as bytes, for tests and tools that compare it with a chip. All
 * elements are little-endian, as on every chip that is supported.
 */
public interface HostTwin {
  /** Puts the twin into its initial state. */
  void reset();

  /**
   * One inference.
   *
   * @param inputs all input steps one after the other
   */
  void infer(byte[] inputs);

  /** What the last inference left in all output steps, one after the other. */
  byte[] outputs();

  /**
   * What the last inference left in the array that a kernel writes.
   *
   * @param kernel the kernel's place in the order of execution, from 0
   */
  byte[] result(int kernel);
}
