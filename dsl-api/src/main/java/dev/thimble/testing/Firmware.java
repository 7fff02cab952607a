package dev.thimble.testing;

import java.nio.file.Path;
import java.util.List;

/** A built program. Close it to remove its files; runs may go on in parallel until then. */
public interface Firmware extends AutoCloseable {

  /**
   * Runs the inputs one after the other through one instance of the model.
   *
   * @param inputs each one is all input ports in order
   * @throws TargetException if the program crashed, hung, ran out of stack or did not answer each
   *     input
   */
  Run run(List<byte[]> inputs, RunOptions options);

  /** Runs with the defaults. */
  default Run run(List<byte[]> inputs) {
    return run(inputs, RunOptions.DEFAULT);
  }

  /** Flash and RAM. */
  FlashRam sizes();

  /** What the compiler printed: empty if it had nothing to warn of. */
  String warnings();

  /**
   * The linked program, for a disassembler; gone after {@link #close()} unless the build named a
   * directory.
   */
  Path program();

  @Override
  void close();
}
