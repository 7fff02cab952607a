package dev.thimble.plan;

import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What backends claim of kernels, asked for once: plans of a program for far constants, in bands,
 * and for other devices have most of their kernels in common. Kernels know nothing of each other,
 * so backends are asked by as many threads as there are.
 */
public final class Candidates {
  private record Target(Chip chip, boolean far) {}

  private record Asked(Kernel kernel, List<Claim> claims) {}

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
    List<Asked> asked =
        program.functions().parallelStream()
            .filter(k -> !(far.contains(k.name()) ? distant : near).containsKey(k))
            .map(
                kernel ->
                    new Asked(
                        kernel,
                        far.contains(kernel.name())
                            ? backend.farClaims(chip, kernel)
                            : backend.claims(chip, kernel)))
            .toList();
    asked.forEach(
        one -> (far.contains(one.kernel.name()) ? distant : near).put(one.kernel, one.claims));
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

  private Map<Kernel, List<Claim>> known(Chip chip, boolean far) {
    return known.computeIfAbsent(new Target(chip, far), target -> new IdentityHashMap<>());
  }
}
