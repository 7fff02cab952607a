package dev.thimble.plan;

import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What backends claim of kernels, asked for once: plans of a program for far constants, in bands,
 * and for other devices have most of their kernels in common. Kernels know nothing of each other,
 * so backends are asked by as many threads as there are.
 */
public final class Candidates {
  /** Written out: what a record has of its own takes a cold virtual machine ten milliseconds. */
  private record Target(Chip chip, boolean far) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Target that && far == that.far && chip.equals(that.chip);
    }

    @Override
    public int hashCode() {
      return 31 * chip.hashCode() + Boolean.hashCode(far);
    }
  }

  private final Map<Target, Map<Kernel, List<Claim>>> known = new HashMap<>();

  /** None so far. */
  public Candidates() {}

  /**
   * The claims of each kernel that the backend has some for, by name.
   *
   * @param far kernels whose constants short addresses may not reach
   */
  Map<String, List<Claim>> of(Program program, Backend backend, Chip chip, Set<String> far) {
    Map<Kernel, List<Claim>> near = known(chip, false);
    Map<Kernel, List<Claim>> distant = known(chip, true);
    List<Kernel> unknown =
        program.functions().stream()
            .filter(k -> !(far.contains(k.name()) ? distant : near).containsKey(k))
            .toList();
    List<List<Claim>> asked =
        each(
            unknown,
            kernel ->
                far.contains(kernel.name())
                    ? backend.farClaims(chip, kernel)
                    : backend.claims(chip, kernel));
    for (int i = 0; i < asked.size(); i++) {
      Kernel kernel = unknown.get(i);
      (far.contains(kernel.name()) ? distant : near).put(kernel, asked.get(i));
    }
    Map<String, List<Claim>> candidates = new LinkedHashMap<>();
    for (Kernel kernel : program.functions()) {
      List<Claim> claims =
          (far.contains(kernel.name()) ? distant : near).getOrDefault(kernel, List.of());
      if (!claims.isEmpty()) {
        candidates.put(kernel.name(), claims);
      }
    }
    return candidates;
  }

  /**
   * Asks for all of them. The first kernel of its kind takes far longer than the next one, so
   * threads take one after the other instead of a share each.
   */
  private static List<List<Claim>> each(
      List<Kernel> kernels, Function<Kernel, List<Claim>> question) {
    AtomicReferenceArray<List<Claim>> answers = new AtomicReferenceArray<>(kernels.size());
    AtomicInteger next = new AtomicInteger();
    IntStream.range(0, Runtime.getRuntime().availableProcessors())
        .parallel()
        .forEach(
            thread -> {
              for (int i = next.getAndIncrement(); i < kernels.size(); i = next.getAndIncrement()) {
                answers.set(i, question.apply(kernels.get(i)));
              }
            });
    List<List<Claim>> all = new ArrayList<>();
    for (int i = 0; i < kernels.size(); i++) {
      all.add(answers.get(i));
    }
    return all;
  }

  private Map<Kernel, List<Claim>> known(Chip chip, boolean far) {
    return known.computeIfAbsent(new Target(chip, far), target -> new IdentityHashMap<>());
  }
}
