package dev.thimble.plan;

/**
 * What one kernel costs.
 *
 * @param name the kernel
 * @param step the declared step that it belongs to
 * @param macs multiply-accumulates
 * @param cycles cycles of one run
 * @param codeBytes flash of its code
 * @param constantBytes flash of its constants, exact
 * @param stackBytes stack of its function
 */
public record KernelCost(
    String name,
    String step,
    long macs,
    long cycles,
    int codeBytes,
    int constantBytes,
    int stackBytes) {
  /** Flash of code and constants. */
  public int flashBytes() {
    return codeBytes + constantBytes;
  }
}
