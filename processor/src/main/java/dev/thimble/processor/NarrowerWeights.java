package dev.thimble.processor;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.Problem;
import dev.thimble.plan.Plan;
import dev.thimble.quantize.QuantizerOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Weights of 4 bits: for one step where that is enough, else wherever a search says. */
record NarrowerWeights(Attempts attempts, Retry retry) implements Remedy {
  private static final String PRECISION = "precision";
  private static final int MOST = 2;

  private static final Set<String> LAYERS =
      Set.of("Dense", "Conv2D", "DepthwiseConv2D", "Gru", "Lstm", "SimpleRnn", "FastGrnn");

  /** Steps that are tried, costliest first. */
  private static final int TRIED = 6;

  @Override
  public Set<String> members() {
    return Set.of("flash");
  }

  @Override
  public List<Fix> fixes(Build failed, AnnotationValues device) throws Problem {
    Declaration declaration = failed.model().declaration();
    if (!possible(failed)) {
      return List.of();
    }
    List<Fix> fixes = new ArrayList<>();
    for (String name : FewerUnits.costliest(failed)) {
      StepDeclaration step = declaration.step(name).orElseThrow();
      if (LAYERS.contains(step.annotation().type())
          && !step.annotation().has(PRECISION)
          && fixes.size() < TRIED) {
        AnnotationValues narrow = step.annotation().with(PRECISION, "INT4");
        String edit = name + ": precision = Precision.INT4";
        tried(declaration.withStep(name, narrow), edit, fixes);
      }
    }
    if (fixes.isEmpty() && !declaration.model().has(PRECISION)) {
      AnnotationValues found = declaration.model().with(PRECISION, "AUTO");
      String edit = "@TinyModel: precision = Precision.AUTO";
      tried(declaration.withModel(found), edit, fixes);
    }
    return fixes.stream()
        .sorted(Comparator.comparingDouble(NarrowerWeights::loss))
        .limit(MOST)
        .toList();
  }

  /** Weights share bytes by twos at best, and arrays stay as they are. */
  private static boolean possible(Build failed) {
    return failed.plans().stream()
        .map(Plan::chip)
        .allMatch(chip -> Lacking.enough(failed.program(), chip.flashBytes(), chip.ramBytes(), 2));
  }

  private void tried(Declaration changed, String edit, List<Fix> fixes) throws Problem {
    var model = retry.of(changed);
    if (model.isEmpty()) {
      return;
    }
    Precisions precisions = Precisions.of(changed);
    Build build =
        precisions.hasFree()
            ? new WidthChoice(attempts, model.get(), Progress.NONE).find().build()
            : attempts.build(
                model.get(), QuantizerOptions.defaults().withWidths(precisions.widths()), true);
    if (Attempts.fits(build)) {
      fixes.add(new Fix(edit, build, ""));
    }
  }

  /** Wrong answers where there are labels, and noise to tell equals apart. */
  private static double loss(Fix fix) {
    double wrong = 1 - fix.build().accuracy().map(Accuracy::integer).orElse(1.0);
    return wrong + 1e-6 * WidthTrials.noise(fix.build());
  }
}
