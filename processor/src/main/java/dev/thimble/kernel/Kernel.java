package dev.thimble.kernel;

import java.util.ArrayList;
import java.util.List;

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
    List<Buffer> when) {
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
    this(name, step, summary, inputs, outputs, constants, scratch, body, macs, List.of());
  }

  /** The same kernel, which runs only where all these flags are set. */
  public Kernel when(List<Buffer> flags) {
    return new Kernel(name, step, summary, inputs, outputs, constants, scratch, body, macs, flags);
  }

  /** The same kernel with another body. */
  public Kernel with(Stmt newBody) {
    return new Kernel(
        name, step, summary, inputs, outputs, constants, scratch, newBody, macs, when);
  }

  /** The same kernel with further scratch. */
  public Kernel withScratch(List<Buffer> further) {
    List<Buffer> all = new ArrayList<>(scratch);
    all.addAll(further);
    return new Kernel(name, step, summary, inputs, outputs, constants, all, body, macs, when);
  }
}
