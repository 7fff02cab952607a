package dev.thimble.plan;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the addresses of a plan suit claims that compute one channel after the other: where an
 * output lies over an input, each channel's outputs must lie over inputs of the same channel only.
 */
final class Interleaving {
  private Interleaving() {}

  /** The functions whose claims the addresses do not suit. */
  static Set<String> broken(Plan plan) {
    return plan.program().kernels().stream()
        .filter(kernel -> isBroken(plan, kernel))
        .map(kernel -> kernel.function().name())
        .collect(Collectors.toSet());
  }

  private static boolean isBroken(Plan plan, Kernel kernel) {
    Claim claim = plan.claims().get(kernel.function().name());
    return claim != null
        && claim.interleaved() > 1
        && kernel.inputs().stream()
            .anyMatch(
                input ->
                    kernel.outputs().stream()
                        .anyMatch(
                            output -> isBroken(plan, kernel, input, output, claim.interleaved())));
  }

  private static boolean isBroken(
      Plan plan, Kernel kernel, Buffer input, Buffer output, int channels) {
    int from = Objects.requireNonNull(plan.addresses().get(input.name()));
    int to = Objects.requireNonNull(plan.addresses().get(output.name()));
    int apart = to + bytes(kernel, output) - from - bytes(kernel, input);
    boolean overlap = from < to + output.bytes() && to < from + input.bytes();
    return overlap && apart % channels != 0;
  }

  private static int bytes(Kernel kernel, Buffer buffer) {
    return kernel.offset(buffer) * buffer.element().bytes();
  }
}
