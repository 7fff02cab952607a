package dev.thimble.processor;

import dev.thimble.Optimise;
import dev.thimble.backend.Backends;
import dev.thimble.backend.Chip;
import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.plan.Candidates;
import dev.thimble.plan.Plan;
import dev.thimble.plan.Planner;
import dev.thimble.plan.Wishes;
import dev.thimble.plan.budget.Budgets;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.resolve.ResolvedModel;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** Builds models, to be printed or to be tried. */
final class Attempts {
  private final Backends backends;

  /** What networks reach in reals, whatever their integers are. */
  private final IdentityHashMap<Graph, Double> inReals = new IdentityHashMap<>();

  /** Claims of the kernels of the program that was built last. */
  private Candidates candidates = new Candidates();

  Attempts(Backends backends) {
    this.backends = backends;
  }

  /**
   * Builds a model.
   *
   * @param measured whether accuracy is measured, which takes a while
   * @throws Problem if it cannot be quantised
   */
  Build build(ResolvedModel model, QuantizerOptions options, boolean measured) throws Problem {
    IntegerGraphs.Result graphs = IntegerGraphs.of(model, options);
    candidates = new Candidates();
    Program lowered = Lower.program(graphs.integer());
    Program program =
        model.signal().map(s -> lowered.streaming(s.lead(), s.runsPerSecond())).orElse(lowered);
    Optional<Accuracy> accuracy =
        measured
            ? Accuracy.of(model, program, graphs, Optional.ofNullable(inReals.get(model.graph())))
            : Optional.empty();
    accuracy.flatMap(Accuracy::real).ifPresent(share -> inReals.put(model.graph(), share));
    return planned(model, graphs, program, accuracy);
  }

  /** The same integers for another declaration: with other chips or clocks. */
  Build planned(Build build, Declaration declaration) {
    return planned(
        build.model().with(declaration), build.graphs(), build.program(), build.accuracy());
  }

  private Build planned(
      ResolvedModel model,
      IntegerGraphs.Result graphs,
      Program program,
      Optional<Accuracy> accuracy) {
    List<Targets.Target> targets = new Targets(backends).of(model.declaration(), new Diagnostics());
    Build whole =
        new Build(model, graphs, program, targets, plans(model, program, targets), accuracy);
    return new Fusion(this).where(whole);
  }

  /** The plans of a program, one for each target. */
  List<Plan> plans(ResolvedModel model, Program program, List<Targets.Target> targets) {
    List<Plan> plans = new ArrayList<>();
    for (Targets.Target target : targets) {
      plans.add(
          Planner.plan(
              program,
              Outlines.decision(model, program),
              target.match().backend(),
              target.match().chip(),
              target.clockHz(),
              wishes(model.declaration(), target.match().chip()),
              candidates));
    }
    return plans;
  }

  /** The limits of the chip and of the budgets that bind it. */
  static Wishes wishes(Declaration declaration, Chip chip) {
    Optimise optimise =
        declaration.model().text("optimise").map(Optimise::valueOf).orElse(Optimise.BALANCED);
    Wishes wishes = Wishes.of(optimise, chip);
    for (AnnotationValues budget : declaration.budgets()) {
      if (budget.text("device").map(chip.mcu()::equals).orElse(true)) {
        wishes = wishes.within(budget.integer("flash"), budget.integer("ram"));
      }
    }
    return wishes;
  }

  /** What a build needs of each limit, as a share of it; accuracy too where it was measured. */
  static List<Double> usages(Build build) {
    List<Double> usages = needs(build);
    for (AnnotationValues budget : build.model().declaration().budgets()) {
      build
          .accuracy()
          .ifPresent(
              accuracy ->
                  usages.add(
                      budget.number("accuracy").orElse(0.0) / Math.max(accuracy.integer(), 1e-9)));
    }
    return usages;
  }

  private static List<Double> needs(Build build) {
    Declaration declaration = build.model().declaration();
    List<Double> needs = new ArrayList<>();
    for (int i = 0; i < build.plans().size(); i++) {
      needs.addAll(
          Budgets.usages(declaration, build.targets().get(i).device(), build.plans().get(i)));
    }
    return needs;
  }

  /** Whether a build keeps all its limits. */
  static boolean fits(Build build) {
    return usages(build).stream().allMatch(usage -> usage <= 1);
  }

  /** Whether a build keeps all limits beside that of accuracy. */
  static boolean fitsButForAccuracy(Build build) {
    return needs(build).stream().allMatch(need -> need <= 1);
  }
}
