package dev.thimble.processor;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * More time between inferences: the least {@code every}, in round figures, with which all holds. A
 * lower clock is no way out: by the formula an inference takes the same charge at each.
 */
record LongerEvery(Attempts attempts) implements Remedy {
  private static final String EVERY = "every";
  private static final long DAY = 24L * 3600 * 1000;

  /** Two digits of a figure are enough. */
  private static final long ROUND = 100;

  @Override
  public Set<String> members() {
    return Set.of("milliwatts", "batteryMonths");
  }

  @Override
  public List<Fix> fixes(Build failed, AnnotationValues device) {
    List<Fix> fixes = new ArrayList<>();
    for (AnnotationValues budget : failed.model().declaration().budgets()) {
      boolean power = members().stream().anyMatch(budget::has);
      if (power && budget.has(EVERY)) {
        least(failed, budget).ifPresent(fixes::add);
      }
    }
    return fixes;
  }

  private Optional<Fix> least(Build failed, AnnotationValues budget) {
    long tooShort = budget.number(EVERY).orElse(0.0).longValue();
    if (!Attempts.fits(tried(failed, budget, DAY))) {
      return Optional.empty();
    }
    long enough = DAY;
    while (round(tooShort + 1) < enough) {
      long middle = (tooShort + enough) / 2;
      if (Attempts.fits(tried(failed, budget, middle))) {
        enough = middle;
      } else {
        tooShort = middle;
      }
    }
    Build build = tried(failed, budget, round(enough));
    String text = String.format(Locale.ROOT, "every = %,d", round(enough)).replace(',', '_');
    return Attempts.fits(build)
        ? Optional.of(new Fix("@Budget: " + text, build, ""))
        : Optional.empty();
  }

  private Build tried(Build failed, AnnotationValues budget, long every) {
    Declaration declaration = failed.model().declaration();
    return attempts.planned(
        failed, declaration.withBudget(budget, budget.with(EVERY, (double) every)));
  }

  private static long round(long millis) {
    long unit = 1;
    while (millis / unit >= ROUND) {
      unit *= 10;
    }
    return (millis + unit - 1) / unit * unit;
  }
}
