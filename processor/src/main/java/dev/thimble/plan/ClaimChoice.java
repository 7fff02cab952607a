package dev.thimble.plan;

import dev.thimble.Optimise;
import dev.thimble.backend.Claim;
import dev.thimble.backend.CostTable.Routine;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Chooses among the forms of each kernel that a backend claims: first the claims that it
 * recommends, or the smallest; then one is changed for another as long as something is gained.
 * Portable C is a form too, once it is admitted: an estimate beside figures that are exact.
 */
final class ClaimChoice {
  private final Program program;
  private final Supplier<PortableCost> portable;

  /** Library routines that are linked whatever is chosen. */
  private final Set<Routine> linked;

  private final List<Kernel> functions;
  private final Map<String, List<Form>> forms = new LinkedHashMap<>();
  private final Map<String, Form> chosen = new LinkedHashMap<>();

  /**
   * A choice.
   *
   * @param candidates of each of the program's functions that has some, those that are recommended
   *     first
   * @param portable what portable code costs
   */
  ClaimChoice(
      Program program,
      Map<String, List<Claim>> candidates,
      Optimise optimise,
      Supplier<PortableCost> portable) {
    this.program = program;
    this.functions = program.functions();
    this.portable = portable;
    PortableCost unclaimed = portable.get();
    for (Kernel kernel : functions) {
      List<Claim> claims = candidates.getOrDefault(kernel.name(), List.of());
      if (claims.isEmpty()) {
        unclaimed.of(kernel);
        continue;
      }
      List<Form> all = new ArrayList<>(claims.stream().map(Form::of).toList());
      forms.put(kernel.name(), all);
      chosen.put(kernel.name(), optimise == Optimise.SIZE ? smallest(all) : all.get(0));
    }
    this.linked = unclaimed.routines().keySet();
  }

  private static Form smallest(List<Form> forms) {
    return forms.stream()
        .min(Comparator.comparingInt(Form::bytes).thenComparingLong(Form::cycles))
        .orElseThrow();
  }

  /**
   * A way to compute a kernel: a claim, or portable C.
   *
   * @param routines of the library that it needs, with their bytes
   */
  private record Form(
      Optional<Claim> claim, long cycles, int bytes, Map<Routine, Integer> routines) {
    static Form of(Claim claim) {
      return new Form(Optional.of(claim), claim.cost().cycles(), claim.flashBytes(), Map.of());
    }

    int scratchBytes() {
      return claim.map(c -> c.scratch().stream().mapToInt(Buffer::bytes).sum()).orElse(0);
    }
  }

  /** Portable C may be taken too, where its stack is at most so many bytes. */
  void admitPortable(long stackBytes) {
    if (!portable.get().isMeasured()) {
      return;
    }
    for (Kernel kernel : functions) {
      List<Form> all = forms.get(kernel.name());
      if (all != null) {
        PortableCost own = portable.get();
        KernelCost cost = own.of(kernel);
        boolean known = all.stream().anyMatch(form -> form.claim().isEmpty());
        if (!known && cost.stackBytes() <= stackBytes) {
          all.add(new Form(Optional.empty(), cost.cycles(), cost.flashBytes(), own.routines()));
        }
      }
    }
  }

  /** The claims by their kernels. */
  Map<String, Claim> chosen() {
    Map<String, Claim> claims = new LinkedHashMap<>();
    chosen.forEach((kernel, form) -> form.claim().ifPresent(claim -> claims.put(kernel, claim)));
    return claims;
  }

  /** Another form of a kernel. */
  private record Change(String kernel, Form form, double cycles, int bytes) {
    double rate() {
      return cycles / Math.max(1, bytes);
    }
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (Kernel kernel : functions) {
      Form now = chosen.get(kernel.name());
      if (now == null) {
        continue;
      }
      for (Form other : forms.getOrDefault(kernel.name(), List.of())) {
        double saved = (now.cycles() - other.cycles()) * runs(kernel);
        if (!other.equals(now)) {
          int bytes = other.bytes() - now.bytes() + added(other);
          changes.add(new Change(kernel.name(), other, saved, bytes));
        }
      }
    }
    return changes;
  }

  /** How often a function runs for one run of the model, on average. */
  private double runs(Kernel function) {
    return program.kernels().stream()
        .filter(kernel -> kernel.function().name().equals(function.name()))
        .mapToDouble(program::share)
        .sum();
  }

  /** Bytes of the library routines that nothing needs so far. */
  private int added(Form form) {
    return form.routines().entrySet().stream()
        .filter(routine -> !linked.contains(routine.getKey()))
        .filter(r -> chosen.values().stream().noneMatch(f -> f.routines().containsKey(r.getKey())))
        .mapToInt(Map.Entry::getValue)
        .sum();
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

  /**
   * Takes another form of the kernel whose claim needs the most arrays of its own: the fastest that
   * needs less.
   *
   * @return whether there was one
   */
  boolean relieve() {
    Optional<Kernel> largest =
        functions.stream()
            .filter(kernel -> lighter(kernel).isPresent())
            .max(Comparator.comparingInt(kernel -> scratchBytes(kernel.name())));
    largest.ifPresent(kernel -> chosen.put(kernel.name(), lighter(kernel).orElseThrow()));
    return largest.isPresent();
  }

  private int scratchBytes(String kernel) {
    Form now = chosen.get(kernel);
    return now == null ? 0 : now.scratchBytes();
  }

  private Optional<Form> lighter(Kernel kernel) {
    int now = scratchBytes(kernel.name());
    return forms.getOrDefault(kernel.name(), List.of()).stream()
        .filter(form -> form.scratchBytes() < now)
        .min(Comparator.comparingLong(Form::cycles));
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
    chosen.put(change.kernel, change.form);
    return change.bytes;
  }
}
