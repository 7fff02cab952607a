package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.declaration.files.FileFinder;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.fit.FitCache;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.Importers;
import dev.thimble.importer.TensorFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From a declaration to a graph: the steps one after the other, each by the class of its
 * annotation.
 */
public final class ModelResolver {
  private final Declaration declaration;
  private final FitCache cache;
  private final boolean cut;
  private final Diagnostics diagnostics;
  private final Sources sources;
  private final Wiring wiring;
  private final Flows flows = new Flows();
  private final Map<String, List<String>> impliedSources = new HashMap<>();

  private ModelResolver(
      Declaration declaration,
      FileFinder files,
      Importers importers,
      FitCache cache,
      boolean cut,
      Diagnostics diagnostics) {
    this.declaration = declaration;
    this.cache = cache;
    this.cut = cut;
    this.diagnostics = diagnostics;
    this.sources = new Sources(files, importers, diagnostics);
    this.wiring = Wiring.of(declaration, diagnostics);
  }

  /**
   * The model; empty if an error was reported.
   *
   * @param cache what steps have learnt before; gets what they learn
   */
  public static Optional<ResolvedModel> resolve(
      Declaration declaration,
      FileFinder files,
      Importers importers,
      FitCache cache,
      Diagnostics diagnostics) {
    return new ModelResolver(declaration, files, importers, cache, false, diagnostics).resolve();
  }

  /**
   * A model that the user did not write, to see what it would cost: a smaller step takes a part of
   * its weights. Empty if it does not fit together.
   */
  public static Optional<ResolvedModel> tried(
      Declaration declaration, FileFinder files, Importers importers, FitCache cache) {
    return new ModelResolver(declaration, files, importers, cache, true, new Diagnostics())
        .resolve();
  }

  private Optional<ResolvedModel> resolve() {
    AnnotationValues model = declaration.model();
    Weights weights = new Weights(declaration, sources.tensors(model, "weights"), cut, diagnostics);
    ModelContext context = context(weights);
    for (StepDeclaration step : declaration.steps()) {
      resolve(step, context);
    }
    boolean complete = flows.size() == declaration.steps().size();
    if (complete && !diagnostics.hasErrors()) {
      weights.reportUnused(declaration.steps());
    }
    Optional<TensorFile> calibration = sources.tensors(model, "calibration");
    Optional<TensorFile> evaluation = sources.tensors(model, "evaluation");
    if (!complete || diagnostics.hasErrors()) {
      return Optional.empty();
    }
    handOut(context);
    List<StepDeclaration> steps = new ArrayList<>(declaration.steps());
    Decisions.implied(declaration, context.names()).ifPresent(s -> decide(s, context, steps));
    context.furtherOutputs().forEach(context.graph()::output);
    Graph graph = context.graph().build();
    Optional<SignalInput> signal = signal(graph, context);
    List<String> given = signal.isPresent() ? windows(calibration, evaluation) : graph.inputs();
    checkData(graph, given, calibration, evaluation);
    Optional<ResolvedModel.ResolvedDecision> decision =
        Decisions.find(declaration, steps, this::networkLabels);
    return diagnostics.hasErrors()
        ? Optional.empty()
        : Optional.of(
            new ResolvedModel(
                declaration,
                graph,
                resolved(steps, context),
                decision,
                ranges(),
                calibration,
                evaluation,
                sources.files(),
                signal,
                given,
                context.detections()));
  }

  /** The signal, which must be the only input. */
  private Optional<SignalInput> signal(Graph graph, ModelContext context) {
    Optional<SignalInput> signal = context.signals().stream().findFirst();
    if (signal.isPresent() && graph.inputs().size() > 1) {
      String first = signal.get().step();
      for (StepDeclaration step : declaration.steps()) {
        if (graph.inputs().contains(step.name()) && !step.name().equals(first)) {
          diagnostics.report(step.place(), ShapeMessage.TM1222_SECOND_INPUT, step.name(), first);
        }
      }
    }
    return signal;
  }

  /**
   * What data files hold of a model that takes a signal: windows over its frames, or the figures
   * behind them, whatever the files have an array of.
   */
  private List<String> windows(Optional<TensorFile> calibration, Optional<TensorFile> evaluation) {
    List<StepDeclaration> exact =
        declaration.steps().stream().filter(StatisticsStep::isExact).toList();
    List<StepDeclaration> windows =
        exact.stream().filter(step -> step.annotation().type().equals("Recent")).toList();
    List<StepDeclaration> given = windows;
    if (windows.size() == 1 && exact.size() > 1) {
      Optional<TensorFile> file = calibration.or(() -> evaluation);
      Optional<StepDeclaration> found =
          exact.stream()
              .filter(step -> file.isPresent() && file.get().find(step.name()).isPresent())
              .reduce((first, last) -> last);
      given = found.map(List::of).orElse(windows);
    }
    return given.stream().map(step -> flows.given(step.name()).value()).toList();
  }

  private ModelContext context(Weights weights) {
    Names names = new Names(declaration.steps().stream().map(StepDeclaration::name).toList());
    return new ModelContext(
        declaration,
        new Graph.Builder(),
        names,
        weights,
        sources,
        wiring.readers(),
        new ArrayList<>(),
        new ArrayList<>(),
        new HashMap<>(),
        new HashMap<>(),
        cache,
        new ArrayList<>(),
        diagnostics);
  }

  private void resolve(StepDeclaration step, ModelContext context) {
    List<Flow> inputs = new ArrayList<>();
    for (String source : sources(step)) {
      boolean blocks = SpectralStep.takesBlocks(step.annotation().type());
      Flow flow = blocks ? flows.written(source) : flows.plain(source, context);
      if (flow == null) {
        // The step above failed: what is wrong there has been said.
        return;
      }
      inputs.add(flow);
    }
    if (wiring.failed(step)) {
      return;
    }
    StepResolver resolver = StepResolvers.of(step.annotation().type());
    try {
      StepContext here = new StepContext(step, inputs, sources(step), context);
      flows.put(step, resolver.resolve(here));
    } catch (ShapeException misfit) {
      diagnostics.report(
          step.annotation().place(),
          ShapeMessage.TM1201_SHAPE,
          step.annotation().type(),
          String.valueOf(misfit.getMessage()),
          flows.table());
    } catch (StepFailure reported) {
      // Later steps that do not read this one are checked nevertheless.
    }
  }

  /** What no step reads is handed out. */
  private void handOut(ModelContext context) {
    for (StepDeclaration step : declaration.steps()) {
      if (!context.readers().containsKey(step.name())) {
        flows.plain(step.name(), context);
        context.graph().output(flows.given(step.name()).value());
      }
    }
  }

  /** Adds a decision behind the last step. */
  private void decide(StepDeclaration decision, ModelContext context, List<StepDeclaration> steps) {
    String last = steps.get(steps.size() - 1).name();
    impliedSources.put(decision.name(), List.of(last));
    steps.add(decision);
    resolve(decision, context);
    context.graph().output(flows.given(decision.name()).value());
  }

  private List<String> sources(StepDeclaration step) {
    return impliedSources.getOrDefault(step.name(), wiring.sources(step));
  }

  private void checkData(
      Graph graph,
      List<String> given,
      Optional<TensorFile> calibration,
      Optional<TensorFile> evaluation) {
    AnnotationValues model = declaration.model();
    calibration.ifPresent(
        f -> new DataChecks(model, "calibration", f, diagnostics).samples(graph, given));
    evaluation.ifPresent(
        file -> {
          DataChecks checks = new DataChecks(model, "evaluation", file, diagnostics);
          checks.samples(graph, given);
          checks.labels(given, scores());
        });
  }

  /** The scores that labels are compared with: what the last step gives, or reads if it decides. */
  private Shape scores() {
    StepDeclaration last = declaration.steps().get(declaration.steps().size() - 1);
    boolean decides = last.kind() == StepDeclaration.Kind.DECISION;
    return flows.given(decides ? wiring.sources(last).get(0) : last.name()).shape();
  }

  /** Labels of the network's file, if there is one for each score, each a constant of its own. */
  private List<String> networkLabels(StepDeclaration network) {
    try {
      List<String> labels = sources.labels(network.annotation().text("value").orElse(""));
      boolean fit = labels.size() == flows.given(network.name()).shape().elements();
      return fit && Labels.usable(labels) ? labels : List.of();
    } catch (Problem problem) {
      diagnostics.report(problem.at(network.annotation().placeOf("value")));
      return List.of();
    }
  }

  private static boolean isLate(StepDeclaration step, ModelContext context) {
    return context.detections().stream().anyMatch(late -> late.step().equals(step.name()));
  }

  private List<ResolvedModel.ResolvedStep> resolved(
      List<StepDeclaration> steps, ModelContext context) {
    return steps.stream()
        .map(
            step ->
                new ResolvedModel.ResolvedStep(
                    step.name(),
                    step.annotation().type(),
                    isLate(step, context) ? step.name() : flows.given(step.name()).value(),
                    sources(step)))
        .toList();
  }

  private Map<String, ResolvedModel.InputRange> ranges() {
    Map<String, ResolvedModel.InputRange> ranges = new LinkedHashMap<>();
    for (StepDeclaration step : declaration.steps()) {
      AnnotationValues values = step.annotation();
      if (values.type().equals("Input") && values.has("min")) {
        double min = values.number("min").orElse(0.0);
        double max = values.number("max").orElse(1.0);
        ranges.put(step.name(), new ResolvedModel.InputRange(min, max));
      }
    }
    return ranges;
  }
}
