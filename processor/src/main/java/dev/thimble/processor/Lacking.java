package dev.thimble.processor;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Program;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a program cannot do without, whatever its kernels are made into. */
final class Lacking {
  private static final int HALF_BYTES = 2;

  private Lacking() {}

  /**
   * Whether a chip may have enough: its flash for the weights that are not zero, its RAM for each
   * input and each output. What has less is refused before anybody looks for code.
   *
   * @param narrowing how many times as many weights may come to share a byte
   */
  static boolean enough(Program program, long flash, long ram, int narrowing) {
    return weights(program) / narrowing <= flash && largest(program) <= ram;
  }

  private static long weights(Program program) {
    Set<Buffer> constants =
        program.functions().stream()
            .filter(kernel -> kernel.macs() > 0)
            .flatMap(kernel -> kernel.constants().stream())
            .collect(Collectors.toSet());
    return constants.stream().mapToLong(Lacking::weights).sum();
  }

  /** Wider numbers may be anything, and are few. */
  private static long weights(Buffer constant) {
    long some = LongStream.of(constant.values()).filter(value -> value != 0).count();
    return switch (constant.element()) {
      case I8, U8 -> some;
      case I4 -> some / HALF_BYTES;
      default -> 0;
    };
  }

  private static long largest(Program program) {
    return Stream.concat(program.inputs().stream(), program.outputs().stream())
        .mapToLong(Buffer::bytes)
        .max()
        .orElse(0);
  }
}
