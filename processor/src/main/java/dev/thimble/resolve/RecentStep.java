package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.graph.Recent;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code @Recent}: a window over the frames of a signal. */
final class RecentStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    AnnotationValues values = step.values();
    Optional<StepDeclaration> source = step.model().declaration().step(step.sources().get(0));
    if (source.filter(s -> s.kind() == StepDeclaration.Kind.SIGNAL).isEmpty()) {
      step.report(
          values.place(),
          ShapeMessage.TM1219_NOT_A_SIGNAL,
          "Recent",
          step.sources().get(0),
          "signal");
      throw new StepFailure();
    }
    int frames = values.integer("frames").orElse(1L).intValue();
    int hop = values.integer("hop").orElse(1L).intValue();
    if (hop > frames) {
      step.report(
          values.placeOf("hop"),
          ShapeMessage.TM1221_SIGNAL_LIMIT,
          "hop",
          hop,
          "windows of " + frames + " frames",
          "write hop = " + frames + " or less");
      throw new StepFailure();
    }
    Stream stream = step.model().streams().get(step.input().value());
    if (stream != null) {
      Value window = Cut.window(step, step.name(), stream, new Frames(frames, hop));
      return Flow.of(step.name(), window.shape());
    }
    Recent recent = new Recent(frames, hop, frames - 1);
    Value window = new History(step).recent(step.name(), recent, row(step));
    return Flow.of(step.name(), window.shape());
  }

  /** The frame as one row. */
  private static String row(StepContext step) throws ShapeException, StepFailure {
    List<Integer> extents = new ArrayList<>(List.of(1));
    extents.addAll(step.input().shape().extents());
    Reshape reshape = new Reshape(new Shape(extents));
    return step.node(step.fresh("frame"), reshape, List.of(step.input().value())).value();
  }
}
