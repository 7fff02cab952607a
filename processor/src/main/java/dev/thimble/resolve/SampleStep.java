package dev.thimble.resolve;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Recent;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Steps that make samples of samples, at the same pace unless they say otherwise. */
abstract class SampleStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Stream given = Cut.stream(step);
    Stream result = resolve(step, given);
    step.model().streams().put(result.value().name(), result);
    return Flow.of(step.name(), result.value().shape());
  }

  /** Adds the nodes; the last one gives the result, which bears the step's name. */
  abstract Stream resolve(StepContext step, Stream given) throws ShapeException, StepFailure;

  /** A node that gives samples like those of the stream, and what it keeps. */
  static Value node(
      StepContext step, Operator operator, String from, Stream like, ElementType... kept)
      throws ShapeException {
    List<History.Result> results = new ArrayList<>();
    results.add(new History.Result(step.name(), ElementType.INT16, like.value().quantization()));
    for (ElementType element : kept) {
      results.add(History.Result.of(step.fresh("kept"), element));
    }
    return new History(step).node(operator, List.of(from), results);
  }

  /** The samples of a run with those before them, so many in all. */
  static String history(StepContext step, Stream given, int length) throws ShapeException {
    if (length == given.run()) {
      return given.value().name();
    }
    Recent recent = new Recent(length, 1, 0);
    return new History(step).recent(step.fresh("history"), recent, given.value().name()).name();
  }
}
