package dev.thimble.plan.budget;

import dev.thimble.backend.Chip;
import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import dev.thimble.plan.Plan;
import dev.thimble.plan.Planner;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A way out that was tried: the smallest other chip of the family on which everything holds. */
final class OtherChips {
  private OtherChips() {}

  /** What to write instead, with the figures there; empty if no chip will do. */
  static String fitting(Declaration declaration, AnnotationValues device, Plan plan) {
    boolean bound = declaration.budgets().stream().anyMatch(OtherChips::bound);
    if (bound) {
      return "";
    }
    List<String> declared =
        declaration.devices().stream().map(each -> each.text("mcu").orElse("")).toList();
    return plan.backend().chips().stream()
        .filter(chip -> chip.core().equals(plan.chip().core()) && !declared.contains(chip.mcu()))
        .sorted(
            Comparator.comparingInt(Chip::flashBytes)
                .thenComparingInt(Chip::ramBytes)
                .thenComparing(Chip::mcu))
        .flatMap(chip -> tried(declaration, device, plan, chip).stream())
        .findFirst()
        .orElse("");
  }

  /** A budget of one device would lose it; power depends on currents that may not be known. */
  private static boolean bound(AnnotationValues budget) {
    return budget.has("device") || budget.has("milliwatts") || budget.has("batteryMonths");
  }

  private static Optional<String> tried(
      Declaration declaration, AnnotationValues device, Plan plan, Chip chip) {
    long clock = device.integer("clockHz").orElse(chip.clockHz());
    Plan other = Planner.plan(plan.program(), plan.backend(), chip, clock);
    if (!Budgets.holds(declaration, other)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "\n"
                + "  This fits:\n"
                + "    mcu = \"%s\"   flash %,d of %,d bytes, ram %,d of %,d bytes, %,d us",
            chip.mcu(),
            other.flashBytes(),
            chip.flashBytes(),
            other.ramBytes(),
            chip.ramBytes(),
            other.latencyMicros()));
  }
}
