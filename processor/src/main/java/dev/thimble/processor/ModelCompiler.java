package dev.thimble.processor;

import dev.thimble.backend.Backends;
import dev.thimble.declaration.Declaration;
import dev.thimble.diagnostic.BudgetMessage;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.Place;
import dev.thimble.diagnostic.Problem;
import dev.thimble.emit.ModelOutline;
import dev.thimble.graph.Graph;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.RangeException;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.plan.Plan;
import dev.thimble.plan.Planner;
import dev.thimble.plan.budget.Budgets;
import dev.thimble.resolve.ResolvedModel;
import dev.thimble.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From a resolved model to files: the phases after the reader, one after the other. No phase looks
 * back.
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
    List<Targets.Target> targets = new Targets(backends).of(model.declaration(), diagnostics);
    Place place = model.declaration().place();
    try {
      IntegerGraphs.Result result =
          IntegerGraphs.of(model, Precisions.of(model.declaration()).widths());
      Graph integers = result.integer();
      Program program = program(model, integers);
      List<Plan> plans = plans(model.declaration(), program, targets, diagnostics);
      Optional<Accuracy> accuracy = Accuracy.of(model, program, result);
      accuracy.ifPresent(a -> a.check(model, diagnostics));
      if (diagnostics.hasErrors()) {
        return List.of();
      }
      ModelOutline outline = Outlines.of(model, integers, program);
      Golden golden = GoldenVectors.of(model, integers, program);
      String quality = Quality.text(result.quantised(), accuracy);
      return Outputs.of(outline, program, plans, golden, quality, Learnt.text(model));
    } catch (Problem problem) {
      diagnostics.report(problem.at(place));
    } catch (RangeException overflow) {
      String name = model.declaration().name().simpleName();
      diagnostics.report(
          place, BudgetMessage.TM2105_OVERFLOW, name, String.valueOf(overflow.getMessage()));
    }
    return List.of();
  }

  private static Program program(ResolvedModel model, Graph integers) {
    Program program = Lower.program(integers);
    return model.signal().map(s -> program.streaming(s.lead(), s.runsPerSecond())).orElse(program);
  }

  private static List<Plan> plans(
      Declaration declaration,
      Program program,
      List<Targets.Target> targets,
      Diagnostics diagnostics) {
    List<Plan> plans = new ArrayList<>();
    for (Targets.Target target : targets) {
      Backends.Match match = target.match();
      Plan plan = Planner.plan(program, match.backend(), match.chip(), target.clockHz());
      Budgets.check(declaration, target.device(), plan, diagnostics);
      plans.add(plan);
    }
    return plans;
  }
}
