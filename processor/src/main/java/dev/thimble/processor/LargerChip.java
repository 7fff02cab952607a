package dev.thimble.processor;

import dev.thimble.backend.Chip;
import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The next chip: the smallest other one of the family on which everything holds. */
record LargerChip(Attempts attempts) implements Remedy {
  /** What another chip changes beside its memory. */
  static final Set<String> TIME = Set.of("latencyMicros", "milliwatts", "batteryMonths");

  @Override
  public Set<String> members() {
    return Set.of("flash", "ram", "latencyMicros", "milliwatts", "batteryMonths");
  }

  @Override
  public List<Fix> fixes(Build failed, AnnotationValues device) {
    Declaration declaration = failed.model().declaration();
    // A budget of one device would lose it; a chip that the user describes has no family here.
    boolean bound = declaration.budgets().stream().anyMatch(budget -> budget.has("device"));
    List<String> described = List.of("core", "flash", "ram", "clockHz");
    if (bound || described.stream().anyMatch(m -> device.has(m) && !m.equals("clockHz"))) {
      return List.of();
    }
    List<String> declared =
        declaration.devices().stream().map(each -> each.text("mcu").orElse("")).toList();
    return failed.targets().stream()
        .filter(target -> target.device().equals(device))
        .map(Targets.Target::match)
        .flatMap(
            match ->
                match.backend().chips().stream()
                    .filter(chip -> chip.core().equals(match.chip().core())))
        .filter(chip -> !declared.contains(chip.mcu()))
        .filter(chip -> Lacking.enough(failed.program(), chip.flashBytes(), chip.ramBytes(), 1))
        .sorted(
            Comparator.comparingInt(Chip::flashBytes)
                .thenComparingInt(Chip::ramBytes)
                .thenComparing(Chip::mcu))
        .map(
            chip ->
                new Fix(
                    "mcu = \"" + chip.mcu() + "\"",
                    attempts.planned(
                        failed, declaration.withDevice(device, device.with("mcu", chip.mcu()))),
                    ""))
        .filter(fix -> Attempts.fits(fix.build()))
        .limit(1)
        .toList();
  }
}
