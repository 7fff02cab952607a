package dev.thimble.testing;

import java.nio.file.Path;
import java.util.List;

/** What differs between the host, simavr and QEMU. */
interface Platform {

  /** After the device's name: {@code "under simavr"}. */
  String suffix();

  Availability availability();

  /** The device's compiler, unless the build names another. */
  String compiler();

  /** The device's flags, for each file and for the linker. */
  List<String> flags();

  /** The C files of the harness beside {@code harness.c}, resources of this package. */
  List<String> ports();

  /** Flags for the linker alone; may write a linker script. */
  List<String> linkerFlags(WorkDirectory directory);

  SectionSizes sizes();

  Unit unit();

  /** Runs in the directory of one run, whose files {@link RunFiles} has written. */
  ToolProcess.Result run(
      Path program,
      List<String> functions,
      WorkDirectory directory,
      RunOptions options,
      Runnable poll);

  /** Where functions are found in the program; only simulators ask. */
  default long codeAddress(long symbolValue) {
    return symbolValue;
  }
}
