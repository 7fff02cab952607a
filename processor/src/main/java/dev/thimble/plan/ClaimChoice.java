package dev.thimble.plan;

import dev.thimble.Optimise;
import dev.thimble.backend.Claim;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses among the claims of each kernel: first those that a backend recommends, or the smallest;
 * then one is changed for another as long as something is gained.
 */
final class ClaimChoice {
  private final Program program;
  private final Map<String, List<Claim>> candidates;
  private final Map<String, Claim> chosen = new LinkedHashMap<>();

  /**
   * A choice.
   *
   * @param candidates of each kernel that has some, those that are recommended first
   */
  ClaimChoice(Program program, Map<String, List<Claim>> candidates, Optimise optimise) {
    this.program = program;
    this.candidates = candidates;
    candidates.forEach(
        (kernel, claims) ->
            chosen.put(kernel, optimise == Optimise.SIZE ? smallest(claims) : claims.get(0)));
  }

  private static Claim smallest(List<Claim> claims) {
    return claims.stream()
        .min(
            Comparator.comparingInt(Claim::flashBytes)
                .thenComparingLong(claim -> claim.cost().cycles()))
        .orElseThrow();
  }

  /** The claims by their kernels. */
  Map<String, Claim> chosen() {
    return Map.copyOf(chosen);
  }

  /** Another claim of a kernel. */
  private record Change(String kernel, Claim claim, double cycles, int bytes) {
    double rate() {
      return cycles / Math.max(1, bytes);
    }
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (Kernel kernel : program.kernels()) {
      Claim now = chosen.get(kernel.name());
      if (now == null) {
        continue;
      }
      for (Claim other : candidates.getOrDefault(kernel.name(), List.of())) {
        double saved = (now.cost().cycles() - other.cost().cycles()) * program.share(kernel);
        if (!other.equals(now)) {
          int bytes = other.flashBytes() - now.flashBytes();
          changes.add(new Change(kernel.name(), other, saved, bytes));
        }
      }
    }
    return changes;
  }

  /** Saves so much flash, where it costs the fewest cycles a byte, as far as that is possible. */
  void shrink(long flash) {
    long left = flash;
    while (left > 0) {
      Optional<Change> smaller =
          changes().stream()
              .filter(change -> change.bytes < 0)
              .min(Comparator.comparingDouble(change -> change.cycles / change.bytes));
      if (smaller.isEmpty()) {
        return;
      }
      left += take(smaller.get());
    }
  }

  /** Saves cycles with so much flash. */
  void hasten(long flash) {
    long left = flash;
    while (true) {
      long limit = left;
      Optional<Change> faster =
          changes().stream()
              .filter(change -> change.cycles > 0 && change.bytes <= limit)
              .max(Comparator.comparingDouble(Change::rate));
      if (faster.isEmpty()) {
        return;
      }
      left -= take(faster.get());
    }
  }

  private int take(Change change) {
    chosen.put(change.kernel, change.claim);
    return change.bytes;
  }
}
