package dev.thimble.backend;

import dev.thimble.kernel.Element;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A function of a chip's own that portable C calls instead of a loop: {@code sum + (x[i] + offset)
 * * w[i]} over neighbouring elements, in 32 bits. It has a loop in C beside its own instructions,
 * for compilers that do not know these.
 *
 * @param name of the function, without the model's name
 * @param x elements of one array
 * @param w elements of the other
 * @param least products from which on it is called
 * @param body instructions, as lines of C's inline assembly: r0 holds the sum, r1 and r2 point to
 *     the arrays, r3 is the number of products, r12 the offset; any of these may change
 * @param clobbered other registers that change
 * @param cycles of a call for so many products, with what the caller does for it
 * @param codeBytes flash of the function, at most
 * @param callBytes flash of a call, at most
 * @param stackBytes its stack
 */
public record ProductFunction(
    String name,
    Element x,
    Element w,
    int least,
    List<String> body,
    List<String> clobbered,
    IntUnaryOperator cycles,
    int codeBytes,
    int callBytes,
    int stackBytes) {
  /** Copies the lists. */
  public ProductFunction {
    body = List.copyOf(body);
    clobbered = List.copyOf(clobbered);
  }
}
