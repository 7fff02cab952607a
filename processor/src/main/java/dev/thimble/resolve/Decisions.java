package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the step that decides for the whole model: the last Decision. A model that ends with a
 * labelled softmax and has no Decision gets one, or its labels would be of no use.
 */
final class Decisions {
  private Decisions() {}

  /**
   * The step that decides.
   *
   * @param network labels that the file of a network brings along
   */
  static Optional<ResolvedModel.ResolvedDecision> find(
      Declaration declaration,
      List<StepDeclaration> steps,
      Function<StepDeclaration, List<String>> network) {
    return steps.stream()
        .filter(s -> s.kind() == StepDeclaration.Kind.DECISION)
        .reduce((first, second) -> second)
        .map(s -> decision(s, labels(declaration, steps, s, network)));
  }

  /** The step behind a labelled softmax that ends a model without a Decision. */
  static Optional<StepDeclaration> implied(Declaration declaration, Names names) {
    List<StepDeclaration> steps = declaration.steps();
    StepDeclaration last = steps.get(steps.size() - 1);
    boolean labelled =
        last.annotation().type().equals("Softmax")
            && !last.annotation().texts("labels").orElse(List.of()).isEmpty();
    boolean decided = steps.stream().anyMatch(s -> s.kind() == StepDeclaration.Kind.DECISION);
    if (!labelled || decided) {
      return Optional.empty();
    }
    Place place = last.place();
    return Optional.of(
        new StepDeclaration(
            names.fresh(last.name() + "_label"),
            StepDeclaration.Kind.DECISION,
            new AnnotationValues("ArgMax", Map.of(), place),
            place));
  }

  private static ResolvedModel.ResolvedDecision decision(
      StepDeclaration step, List<String> labels) {
    return new ResolvedModel.ResolvedDecision(
        step.name(),
        labels,
        labels.stream().map(Labels::javaConstant).toList(),
        labels.stream().map(Labels::cConstant).toList());
  }

  /** Its own labels, or those of a softmax or a network that it reads. */
  private static List<String> labels(
      Declaration declaration,
      List<StepDeclaration> steps,
      StepDeclaration step,
      Function<StepDeclaration, List<String>> network) {
    Optional<List<String>> own = step.annotation().texts("labels").filter(l -> !l.isEmpty());
    if (own.isPresent()) {
      return own.get();
    }
    if (step.annotation().type().equals("Anomaly")) {
      return List.of("normal", "anomaly");
    }
    int index = steps.indexOf(step);
    String source =
        step.annotation().text("from").orElseGet(() -> steps.get(Math.max(0, index - 1)).name());
    Optional<StepDeclaration> scores = declaration.step(source);
    if (scores.isEmpty()) {
      return List.of();
    }
    return switch (scores.get().annotation().type()) {
      case "Softmax" -> scores.get().annotation().texts("labels").orElse(List.of());
      case "Network" -> network.apply(scores.get());
      default -> List.of();
    };
  }
}
