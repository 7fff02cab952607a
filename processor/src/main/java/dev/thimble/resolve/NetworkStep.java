package dev.thimble.resolve;

import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.graph.Graph;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.Normalization;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.util.List;
import java.util.Optional;

/** {@code @Network}: a file's graph becomes part of this one. */
final class NetworkStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    String file = step.values().text("value").orElse("");
    Graph network = ruled(step, file, read(step, file));
    List<Flow> feeds = step.inputs();
    if (!feeds.isEmpty() && feeds.size() != network.inputs().size()) {
      step.report(
          step.values().placeOf("from"),
          ShapeMessage.TM1211_NETWORK_INPUTS,
          file,
          network.inputs().size(),
          String.join(", ", network.inputs()),
          feeds.size(),
          feeds.size() == 1 ? "step feeds" : "steps feed",
          String.join(", ", step.sources()));
      throw new StepFailure();
    }
    Splice splice = new Splice(step, network);
    for (int i = 0; i < network.inputs().size(); i++) {
      if (feeds.isEmpty()) {
        splice.modelInput(network.inputs().get(i));
      } else {
        new NetworkFeed(step, file, i).bind(network.value(network.inputs().get(i)), splice);
      }
    }
    return splice.finish();
  }

  /** A network of integers has its rules from here on; one of reals gets them when quantised. */
  private static Graph ruled(StepContext step, String file, Graph network) throws StepFailure {
    boolean integers =
        network.inputs().stream().allMatch(i -> network.value(i).element().isInteger());
    if (integers && step.values().has("precision")) {
      step.report(
          step.values().placeOf("precision"),
          LanguageMessage.TM1030_POINTLESS,
          "precision",
          "on a network of integers, which keeps its own");
      throw new StepFailure();
    }
    try {
      List<Optional<Normalization>> normalizations = step.model().sources().normalizations(file);
      if (!integers) {
        return NormalizedInputs.ofReals(network, normalizations);
      }
      String profile = step.values().text("profile").orElse(Profile.TFLM.name());
      return NormalizedInputs.ofIntegers(
          ReferenceArithmetic.apply(network, Profile.valueOf(profile)), normalizations);
    } catch (Problem problem) {
      step.model().diagnostics().report(problem.at(step.values().placeOf("value")));
      throw new StepFailure();
    }
  }

  private static Graph read(StepContext step, String file) throws StepFailure {
    try {
      return step.model().sources().network(file, step.inputs().stream().map(Flow::shape).toList());
    } catch (Problem problem) {
      step.model().diagnostics().report(problem.at(step.values().placeOf("value")));
      throw new StepFailure();
    }
  }
}
