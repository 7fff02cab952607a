package dev.thimble.processor;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.Problem;
import dev.thimble.kernel.RangeException;
import dev.thimble.plan.Plan;
import dev.thimble.plan.budget.Budgets;
import dev.thimble.plan.budget.Ways;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The ways out of a budget that is exceeded: changes that were tried and with which all hold. */
final class Remedies implements Ways {
  private final Build failed;
  private final LargerChip largerChip;
  private final List<Remedy> others;
  private final Map<Tried, List<Remedy.Fix>> known = new HashMap<>();

  Remedies(Attempts attempts, Build failed, Retry retry) {
    this.failed = failed;
    largerChip = new LargerChip(attempts);
    others =
        List.of(
            new FasterClock(attempts),
            new LongerEvery(attempts),
            new NarrowerWeights(attempts, retry),
            new WiderWeights(attempts, retry),
            new FewerUnits(attempts, retry));
  }

  @Override
  public String of(AnnotationValues device, String member, boolean chip) {
    List<Remedy.Fix> fixes = new ArrayList<>();
    // Another chip does not change what a budget of flash or RAM is short of.
    if (chip || LargerChip.TIME.contains(member)) {
      fixes.addAll(tried(largerChip, device));
    }
    for (Remedy remedy : others) {
      if (remedy.members().contains(member)) {
        fixes.addAll(tried(remedy, device));
      }
    }
    StringBuilder text = new StringBuilder(fixes.isEmpty() ? "" : "\n  This fits:");
    for (Remedy.Fix fix : fixes) {
      text.append(String.format(Locale.ROOT, "\n    %-30s %s", fix.edit(), figures(fix, device)));
    }
    return text.toString();
  }

  /** A remedy; with the device, if what it does depends on it. */
  private record Tried(Remedy remedy, Optional<AnnotationValues> device) {}

  /** What depends on the device is tried again for each. */
  private List<Remedy.Fix> tried(Remedy remedy, AnnotationValues device) {
    boolean ofDevice = remedy.equals(largerChip) || remedy instanceof FasterClock;
    Tried key = new Tried(remedy, Optional.of(device).filter(each -> ofDevice));
    List<Remedy.Fix> before = known.get(key);
    if (before == null) {
      before = fixes(remedy, device);
      known.put(key, before);
    }
    return before;
  }

  /** A change that cannot be compiled is none. */
  private List<Remedy.Fix> fixes(Remedy remedy, AnnotationValues device) {
    try {
      return remedy.fixes(failed, device);
    } catch (Problem | RangeException impossible) {
      return List.of();
    }
  }

  private String figures(Remedy.Fix fix, AnnotationValues device) {
    int index = failed.model().declaration().devices().indexOf(device);
    Plan plan = fix.build().plans().get(index);
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "flash %,d of %,d bytes, ram %,d of %,d bytes, %,d us",
                plan.flashBytes(),
                limit("flash", plan.chip().flashBytes(), plan),
                plan.ramBytes(),
                limit("ram", plan.chip().ramBytes(), plan),
                plan.latencyMicros()));
    text.append(
        Budgets.estimates(
            fix.build().model().declaration(), fix.build().targets().get(index).device(), plan));
    fix.build()
        .accuracy()
        .ifPresent(a -> text.append(String.format(Locale.ROOT, ", accuracy %.4f", a.integer())));
    failed
        .accuracy()
        .filter(a -> fix.build().accuracy().isPresent())
        .ifPresent(a -> text.append(String.format(Locale.ROOT, " (now %.4f)", a.integer())));
    return text + (fix.remark().isEmpty() ? "" : "; " + fix.remark());
  }

  private long limit(String member, long ofChip, Plan plan) {
    long limit = ofChip;
    for (AnnotationValues budget : failed.model().declaration().budgets()) {
      if (budget.text("device").map(plan.chip().mcu()::equals).orElse(true)) {
        limit = Math.min(limit, budget.integer(member).orElse(limit));
      }
    }
    return limit;
  }
}
