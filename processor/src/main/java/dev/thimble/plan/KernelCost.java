package dev.thimble.plan;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Kernel;

/**
 * What one kernel costs.
 *
 * @param name the kernel
 * @param step the declared step that it belongs to
 * @param macs multiply-accumulates
 * @param leastCycles cycles of one run at least; 0 where only an upper bound is known
 * @param cycles cycles of one run
 * @param codeBytes flash of its code
 * @param constantBytes flash of its constants, exact but for what may fill each up
 * @param stackBytes stack of its function
 * @param exact whether the figures are exact; they are upper bounds else
 */
public record KernelCost(
    String name,
    String step,
    long macs,
    long leastCycles,
    long cycles,
    int codeBytes,
    int constantBytes,
    int stackBytes,
    boolean exact) {
  /**
   * The cost of a kernel that a backend claims.
   *
   * @param constants flash of the claim's constants
   */
  static KernelCost of(Kernel kernel, Claim claim, int constants) {
    return new KernelCost(
        kernel.name(),
        kernel.step(),
        kernel.macs(),
        claim.cost().leastCycles(),
        claim.cost().cycles(),
        claim.cost().codeBytes(),
        constants,
        claim.cost().stackBytes(),
        true);
  }

  /** The same with other flash. */
  KernelCost holding(int code, int constants) {
    return new KernelCost(
        name, step, macs, leastCycles, cycles, code, constants, stackBytes, exact);
  }

  /** Flash of code and constants. */
  public int flashBytes() {
    return codeBytes + constantBytes;
  }
}
