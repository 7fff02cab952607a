package dev.thimble.plan;

import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kernels whose constants are to lie where short addresses may not reach: none as long as all
 * constants of a model do without.
 */
final class FarKernels {
  /** What stays near takes at most this part of what short addresses reach: a program has more. */
  private static final int SHARE = 4;

  private FarKernels() {}

  /** Those of a plan in which no kernel is one. */
  static Set<String> of(Plan plan) {
    Backend backend = plan.backend();
    Chip chip = plan.chip();
    if (backend.c(chip).far().isEmpty()) {
      return Set.of();
    }
    Set<String> far = new HashSet<>();
    for (Kernel kernel : plan.program().functions()) {
      if (largest(plan, kernel) > backend.arrayBytes(chip)) {
        far.add(kernel.name());
      }
    }
    long limit = backend.constantBytes(chip);
    if (backend.farConstantBytes(chip) > limit && near(plan, Set.of()) > limit) {
      limit /= SHARE;
      List<Kernel> kernels = new ArrayList<>(plan.program().functions());
      kernels.sort(Comparator.comparingInt(kernel -> -plan.nearBytes(kernel)));
      for (int i = 0; i < kernels.size() && near(plan, far) > limit; i++) {
        far.add(kernels.get(i).name());
      }
    }
    // Functions that compute rows of one kernel have constants in common.
    Set<String> parts = parts(plan);
    if (parts.stream().anyMatch(far::contains)) {
      far.addAll(parts);
    }
    return far;
  }

  private static Set<String> parts(Plan plan) {
    return plan.program().kernels().stream()
        .flatMap(kernel -> kernel.part().stream())
        .map(part -> part.function().name())
        .collect(Collectors.toSet());
  }

  /** The largest constant of a claim and of its alternative. */
  private static int largest(Plan plan, Kernel kernel) {
    List<Buffer> claimed = plan.claim(kernel).map(Claim::constants).orElse(List.of());
    return Stream.concat(claimed.stream(), kernel.constants().stream())
        .mapToInt(Buffer::bytes)
        .max()
        .orElse(0);
  }

  private static long near(Plan plan, Set<String> far) {
    return plan.driver().constantBytes()
        + plan.program().functions().stream()
            .filter(kernel -> !far.contains(kernel.name()))
            .mapToLong(plan::nearBytes)
            .sum();
  }
}
