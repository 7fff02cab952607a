package dev.thimble.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One node of the graph as code.
 *
 * @param name the node's name
 * @param step the declared step that it belongs to
 * @param summary what it computes, in a line: kind and shapes
 * @param inputs arrays that it reads, in the node's order
 * @param outputs arrays that it writes
 * @param constants constants that it reads
 * @param scratch arrays that it needs while it runs
 * @param body the code
 * @param macs multiply-accumulates of one run
 * @param when flags that must all be set for it to run, the outermost first
 * @param part what it is in C, if it is one of several calls of a function
 */
public record Kernel(
    String name,
    String step,
    String summary,
    List<Buffer> inputs,
    List<Buffer> outputs,
    List<Buffer> constants,
    List<Buffer> scratch,
    Stmt body,
    long macs,
    List<Buffer> when,
    Optional<Part> part) {
  /**
   * A call of a function on parts of arrays. The function's arrays are as long as what it reads and
   * writes of each; its first parameter stands for the kernel's first array, and so on.
   *
   * @param function the same computation, which other kernels may have in common
   * @param offsets where the part of each array begins, in elements, by the array's name
   */
  public record Part(Kernel function, Map<String, Integer> offsets) {
    /** Copies the map. */
    public Part {
      offsets = Map.copyOf(offsets);
    }
  }

  /** Copies the lists. */
  public Kernel {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    constants = List.copyOf(constants);
    scratch = List.copyOf(scratch);
    when = List.copyOf(when);
  }

  /** A kernel that runs every time. */
  public Kernel(
      String name,
      String step,
      String summary,
      List<Buffer> inputs,
      List<Buffer> outputs,
      List<Buffer> constants,
      List<Buffer> scratch,
      Stmt body,
      long macs) {
    this(
        name,
        step,
        summary,
        inputs,
        outputs,
        constants,
        scratch,
        body,
        macs,
        List.of(),
        Optional.empty());
  }

  /** The function that computes it in C: itself, if no other kernel is computed by it. */
  public Kernel function() {
    return part.map(Part::function).orElse(this);
  }

  /** Where what it reads or writes of an array begins, in elements. */
  public int offset(Buffer array) {
    return part.map(p -> p.offsets().getOrDefault(array.name(), 0)).orElse(0);
  }

  /** The same kernel, which runs only where all these flags are set. */
  public Kernel when(List<Buffer> flags) {
    return new Kernel(
        name, step, summary, inputs, outputs, constants, scratch, body, macs, flags, part);
  }

  /** The same kernel with another body. */
  public Kernel with(Stmt newBody) {
    return new Kernel(
        name, step, summary, inputs, outputs, constants, scratch, newBody, macs, when, part);
  }

  /** The same kernel as a call of a function. */
  public Kernel with(Part call) {
    return new Kernel(
        name,
        step,
        summary,
        inputs,
        outputs,
        constants,
        scratch,
        body,
        macs,
        when,
        Optional.of(call));
  }

  /** The same kernel with further scratch. */
  public Kernel withScratch(List<Buffer> further) {
    List<Buffer> all = new ArrayList<>(scratch);
    all.addAll(further);
    return new Kernel(name, step, summary, inputs, outputs, constants, all, body, macs, when, part);
  }
}
