package dev.thimble.backend;

import dev.thimble.kernel.Buffer;
import java.util.List;

/**
 * A kernel in a backend's own code, most often assembly: the whole function of the step, from its
 * first instruction to its last. The kernel that it claims is its specification: for inputs within
 * the ranges of the kernel's arrays it leaves the same bits in the outputs. The C file holds the
 * claim and, as its alternative, the portable C of the same kernel.
 *
 * <p>The output of a kernel that is one nest may lie over an input. So where a claim writes an
 * element, it must have read all that this element and those before it need, in the order of the
 * nest's axes; what it reads later must be read by later elements. Reading earlier is always right.
 * Only {@code interleaved} claims keep another order.
 *
 * @param summary what it does, for the reader of the C and of the report
 * @param constants what it reads from flash instead of the kernel's own constants: the same numbers
 *     in another order or form; named after the kernel
 * @param scratch arrays that it needs besides the kernel's own while it runs; named after the
 *     kernel
 * @param shared functions that it calls, each after those that it calls itself
 * @param interleaved 1; or how many channels lie byte by byte in input and output, if they are
 *     computed one after the other, each of which reads all its inputs before it writes: then the
 *     output may lie over the input only a multiple of so many bytes away
 * @param cost what it costs, without {@code constants} and {@code shared}
 * @param body the lines of the function's body
 */
public record Claim(
    String summary,
    List<Buffer> constants,
    List<Buffer> scratch,
    List<Shared> shared,
    int interleaved,
    Cost cost,
    Code body) {
  /** Copies the lists. */
  public Claim {
    constants = List.copyOf(constants);
    scratch = List.copyOf(scratch);
    shared = List.copyOf(shared);
  }

  /** A claim in the order of the nest. */
  public Claim(
      String summary,
      List<Buffer> constants,
      List<Buffer> scratch,
      List<Shared> shared,
      Cost cost,
      Code body) {
    this(summary, constants, scratch, shared, 1, cost, body);
  }

  /**
   * What a claim costs, exact but for time that depends on the input.
   *
   * @param leastCycles of one call, with the call and the return, with what shared functions take
   * @param cycles the same, at most
   * @param codeBytes flash of the function
   * @param stackBytes stack with the return address, with what shared functions need
   */
  public record Cost(long leastCycles, long cycles, int codeBytes, int stackBytes) {
    /** Checks the order. */
    public Cost {
      if (leastCycles > cycles) {
        throw new IllegalArgumentException(leastCycles + " > " + cycles);
      }
    }

    /** The cost of code that takes as long for every input. */
    public static Cost constant(long cycles, int codeBytes, int stackBytes) {
      return new Cost(cycles, cycles, codeBytes, stackBytes);
    }
  }

  /**
   * A function that several claims call, printed once. Two of one name are the same.
   *
   * @param name C identifier without the model's name, which is put before it
   * @param bytes its flash
   * @param code all lines of its definition
   */
  public record Shared(String name, int bytes, Code code) {}

  /** Lines of C that name arrays and functions as the file does. */
  @FunctionalInterface
  public interface Code {
    /** The lines, without indentation. */
    List<String> lines(Symbols symbols);
  }

  /** How the file names things. */
  public interface Symbols {
    /** The parameter that points to an array of the kernel, or to scratch of the claim. */
    String array(Buffer buffer);

    /** A constant of the claim. */
    String constant(Buffer buffer);

    /** A shared function. */
    String shared(String name);

    /** The model's name in capitals, which starts macros of {@link CTarget#preamble}. */
    String macro();
  }

  /** Flash of its constants. */
  public int constantBytes() {
    return constants.stream().mapToInt(Buffer::bytes).sum();
  }

  /** Flash of function and constants, without what is shared. */
  public int flashBytes() {
    return cost.codeBytes() + constantBytes();
  }
}
