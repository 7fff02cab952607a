package dev.thimble.processor;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.Problem;
import dev.thimble.plan.KernelCost;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.resolve.ResolvedModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The largest {@code units} or {@code filters} of a hidden step with which everything holds.
 * Weights are cut to size, so accuracy is not known: such a network must be trained again.
 */
record FewerUnits(Attempts attempts, Retry retry) implements Remedy {
  private static final Map<String, String> SIZES = Map.of("Dense", "units", "Conv2D", "filters");
  private static final int MOST = 2;
  private static final int FEW_SAMPLES = 8;

  @Override
  public Set<String> members() {
    return Set.of("flash", "ram", "latencyMicros", "milliwatts", "batteryMonths");
  }

  @Override
  public List<Fix> fixes(Build failed, AnnotationValues device) throws Problem {
    List<Fix> fixes = new ArrayList<>();
    for (String name : costliest(failed)) {
      if (fixes.size() < MOST && isHidden(failed.model(), name)) {
        largest(failed, name).ifPresent(fixes::add);
      }
    }
    return fixes;
  }

  /** Declared steps by their flash, the largest first. */
  static List<String> costliest(Build build) {
    Map<String, Integer> bytes = new LinkedHashMap<>();
    build.model().declaration().steps().forEach(step -> bytes.put(step.name(), 0));
    for (KernelCost cost : build.plans().get(0).costs()) {
      bytes.computeIfPresent(cost.step(), (step, sum) -> sum + cost.flashBytes());
    }
    return bytes.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Whether a later layer mixes its channels: the size of the last one is the number of classes.
   */
  private static boolean isHidden(ResolvedModel model, String name) {
    Set<String> behind = new LinkedHashSet<>(Set.of(name));
    boolean mixed = false;
    for (ResolvedModel.ResolvedStep step : model.steps()) {
      if (step.reads().stream().anyMatch(behind::contains)) {
        behind.add(step.name());
        mixed |= SIZES.containsKey(step.annotation());
      }
    }
    return mixed;
  }

  private Optional<Fix> largest(Build failed, String name) throws Problem {
    Declaration declaration = failed.model().declaration();
    StepDeclaration step = declaration.step(name).orElseThrow();
    String member = SIZES.get(step.annotation().type());
    if (member == null) {
      return Optional.empty();
    }
    int fitting = 0;
    int tooMany = step.annotation().integer(member).orElse(1L).intValue();
    while (tooMany - fitting > 1) {
      int size = (fitting + tooMany) / 2;
      Optional<Build> build = tried(declaration, step, member, size, true);
      if (build.isPresent() && Attempts.fits(build.get())) {
        fitting = size;
      } else {
        tooMany = size;
      }
    }
    while (fitting > 0) {
      Optional<Build> build = tried(declaration, step, member, fitting, false);
      if (build.isPresent() && Attempts.fits(build.get())) {
        String edit = name + ": " + member + " = " + fitting;
        return Optional.of(new Fix(edit, build.get(), "to be trained again"));
      }
      fitting--;
    }
    return Optional.empty();
  }

  private Optional<Build> tried(
      Declaration declaration, StepDeclaration step, String member, int size, boolean rough)
      throws Problem {
    Declaration changed = declaration.withStep(step.name(), step.annotation().with(member, size));
    Optional<ResolvedModel> model = retry.of(changed);
    if (model.isEmpty()) {
      return Optional.empty();
    }
    QuantizerOptions options =
        QuantizerOptions.defaults().withWidths(Precisions.of(changed).widths());
    QuantizerOptions few = options.withSamples(FEW_SAMPLES, FEW_SAMPLES);
    return Optional.of(attempts.build(model.get(), rough ? few : options, false));
  }
}
