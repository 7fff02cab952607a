package dev.thimble.processor;

import dev.thimble.emit.ModelOutline;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.resolve.ResolvedModel;
import dev.thimble.resolve.ResolvedModel.ResolvedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the printers need, gathered from the phases before them. */
final class Outlines {
  private Outlines() {}

  /** The array whose first element a run returns, if the model decides. */
  static Optional<Buffer> decision(ResolvedModel model, Program program) {
    return model
        .decision()
        .flatMap(
            decision ->
                model.steps().stream()
                    .filter(step -> step.name().equals(decision.step()))
                    .findFirst())
        .map(step -> program.buffer(step.value()));
  }

  static ModelOutline of(ResolvedModel model, Graph graph, Program program) {
    List<ModelOutline.Step> steps =
        model.steps().stream()
            .filter(step -> graph.values().containsKey(step.value()))
            .map(step -> step(step, reads(step, model, graph), graph, program))
            .toList();
    return new ModelOutline(
        model.declaration().name(),
        model.declaration().isPublic(),
        ports(graph.inputs(), steps, graph),
        ports(graph.outputs(), steps, graph),
        steps,
        model
            .decision()
            .map(
                d ->
                    new ModelOutline.Decision(
                        d.step(), d.labels(), d.javaConstants(), d.cConstants())),
        model.files().stream()
            .map(file -> new ModelOutline.Provenance(file.name(), file.sha256()))
            .toList());
  }

  /** The steps that a step reads, those that went into others left out. */
  private static List<String> reads(ResolvedStep step, ResolvedModel model, Graph graph) {
    List<String> reads = new ArrayList<>();
    for (String name : step.reads()) {
      Optional<ResolvedStep> gone =
          model.steps().stream()
              .filter(s -> s.name().equals(name) && !graph.values().containsKey(s.value()))
              .findFirst();
      reads.addAll(gone.map(s -> reads(s, model, graph)).orElse(List.of(name)));
    }
    return reads;
  }

  private static ModelOutline.Step step(
      ResolvedStep step, List<String> reads, Graph graph, Program program) {
    Set<String> nodes =
        graph.nodes().stream()
            .filter(node -> node.step().equals(step.name()))
            .map(Node::name)
            .collect(Collectors.toSet());
    List<String> kernels =
        program.kernels().stream().map(Kernel::name).filter(nodes::contains).toList();
    return new ModelOutline.Step(
        step.name(),
        step.annotation(),
        port(step.name(), step.value(), graph),
        isStream(kernels, program) || isFused(step, program) ? List.of() : reads,
        kernels);
  }

  /** Whether kernels of the step are computed in bands, in turn with those of other steps. */
  private static boolean isFused(ResolvedStep step, Program program) {
    return program.kernels().stream()
        .anyMatch(kernel -> kernel.part().isPresent() && kernel.step().equals(step.name()));
  }

  /**
   * Whether some kernels of a step wait for others of it: such a step is no function of what it
   * reads.
   */
  private static boolean isStream(List<String> kernels, Program program) {
    List<Kernel> own =
        program.kernels().stream().filter(kernel -> kernels.contains(kernel.name())).toList();
    return own.stream()
        .flatMap(kernel -> kernel.when().stream())
        .anyMatch(flag -> own.stream().anyMatch(kernel -> kernel.outputs().contains(flag)));
  }

  /** A value named by the step that holds it, or by itself where a network brought it. */
  private static List<ModelOutline.Port> ports(
      List<String> values, List<ModelOutline.Step> steps, Graph graph) {
    return values.stream()
        .map(
            value ->
                steps.stream()
                    .map(ModelOutline.Step::result)
                    .filter(port -> port.value().equals(value))
                    .findFirst()
                    .orElseGet(() -> port(value, value, graph)))
        .toList();
  }

  private static ModelOutline.Port port(String step, String name, Graph graph) {
    Value value = graph.value(name);
    return new ModelOutline.Port(step, name, value.element(), value.shape(), value.quantization());
  }
}
