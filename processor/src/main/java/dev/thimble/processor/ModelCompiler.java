package dev.thimble.processor;

import dev.thimble.backend.Backends;
import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.BudgetMessage;
import dev.thimble.diagnostic.Diagnostic;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.Place;
import dev.thimble.diagnostic.Problem;
import dev.thimble.emit.ModelOutline;
import dev.thimble.graph.Graph;
import dev.thimble.kernel.RangeException;
import dev.thimble.plan.budget.Budgets;
import dev.thimble.plan.budget.Ways;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.resolve.ResolvedModel;
import dev.thimble.testing.Golden;
import java.util.List;
import java.util.function.Supplier;

/**
 * From a resolved model to files: the phases after the reader, one after the other. No phase looks
 * back; what may be done otherwise is a model of its own, tried from the start.
 */
public final class ModelCompiler {
  private final Backends backends;

  /** A compiler for the chips of these backends. */
  public ModelCompiler(Backends backends) {
    this.backends = backends;
  }

  /**
   * Compiles a model.
   *
   * @param model a declaration whose steps are known and fit
   * @param diagnostics gets what is wrong; then nothing is returned
   */
  public List<OutputFile> compile(ResolvedModel model, Diagnostics diagnostics) {
    return compile(model, Retry.NONE, Progress.NONE, diagnostics);
  }

  /** The same, with ways out of budgets that are exceeded and words about what takes long. */
  List<OutputFile> compile(
      ResolvedModel model, Retry retry, Progress progress, Diagnostics diagnostics) {
    new Targets(backends).of(model.declaration(), diagnostics);
    new SampleRanges(model, diagnostics).check();
    Place place = model.declaration().place();
    Attempts attempts = new Attempts(backends);
    try {
      Build build = built(model, attempts, progress, diagnostics);
      check(build, new Remedies(attempts, build, retry), diagnostics);
      if (diagnostics.hasErrors()) {
        return List.of();
      }
      Graph integers = build.graphs().integer();
      Supplier<Golden> golden =
          Beside.begin(() -> GoldenVectors.of(model, integers, build.program()));
      ModelOutline outline = Outlines.of(model, integers, build.program());
      String quality = QualityFile.text(build, model.declaration().budgets());
      return Outputs.of(outline, build, golden, quality, Learnt.text(model));
    } catch (Problem problem) {
      diagnostics.report(problem.at(place));
    } catch (RangeException overflow) {
      String name = model.declaration().name().simpleName();
      diagnostics.report(
          place, BudgetMessage.TM2105_OVERFLOW, name, String.valueOf(overflow.getMessage()));
    }
    return List.of();
  }

  private static Build built(
      ResolvedModel model, Attempts attempts, Progress progress, Diagnostics diagnostics)
      throws Problem {
    Precisions precisions = Precisions.of(model.declaration());
    if (!precisions.hasFree()) {
      QuantizerOptions options = QuantizerOptions.defaults().withWidths(precisions.widths());
      return attempts.build(model, options, true);
    }
    WidthChoice.Choice choice = new WidthChoice(attempts, model, progress).find();
    if (!choice.note().isEmpty()) {
      Place place = model.declaration().model().placeOf("precision");
      diagnostics.report(new Diagnostic(BudgetMessage.TM2110_WIDTHS, place, choice.note()));
    }
    return choice.build();
  }

  private static void check(Build build, Ways ways, Diagnostics diagnostics) {
    for (int i = 0; i < build.plans().size(); i++) {
      AnnotationValues device = build.targets().get(i).device();
      Budgets.check(build.model().declaration(), device, build.plans().get(i), ways, diagnostics);
    }
    if (!build.targets().isEmpty()) {
      build.accuracy().ifPresent(a -> a.check(build.model(), ways, diagnostics));
    }
  }
}
