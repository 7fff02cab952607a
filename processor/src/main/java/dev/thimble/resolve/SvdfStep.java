package dev.thimble.resolve;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.WindowSpec;
import java.util.List;
import java.util.Optional;

/**
 * {@code @Svdf}: a convolution over one frame, a depthwise one over time, and sums of filters,
 * which stream behind a window as all convolutions do.
 */
final class SvdfStep implements StepResolver {
  private static final WindowSpec WINDOW = WindowSpec.of(1, 1, 1, 1, WindowSpec.Padding.VALID);

  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Flow rows = Sequences.of(step);
    int steps = rows.shape().extent(0);
    int inputs = rows.shape().extent(1);
    int units = step.values().integer("units").orElse(1L).intValue();
    int rank = step.values().integer("rank").orElse(1L).intValue();
    int memory = step.values().integer("memory").orElse(1L).intValue();
    if (steps < memory) {
      throw new ShapeException("expected " + memory + " steps or more, got " + rows.shape());
    }
    int filters = units * rank;
    Flow picture = reshaped(step, rows, "picture", Shape.of(steps, 1, inputs));
    String feature = weights(step, "weight_feature", filters, inputs, false);
    Flow features =
        step.node(
            step.fresh("features"),
            new Conv2d(WINDOW, Activation.NONE),
            List.of(picture.value(), feature));
    String time = weights(step, "weight_time", filters, memory, true);
    String bias = step.model().weights().bias(step, units);
    Flow summed =
        rank == 1
            ? weighed(step, List.of(features.value(), time, bias))
            : ranked(step, List.of(features.value(), time), rank, bias);
    int given = steps - memory + 1;
    Shape shape = given == 1 ? Shape.of(units) : Shape.of(given, units);
    return step.node(step.name(), new Reshape(shape), List.of(summed.value()));
  }

  private static Flow reshaped(StepContext step, Flow x, String name, Shape shape)
      throws ShapeException, StepFailure {
    return step.node(step.fresh(name), new Reshape(shape), List.of(x.value()));
  }

  private static Flow weighed(StepContext step, List<String> reads)
      throws ShapeException, StepFailure {
    return Activations.add(step, step.fresh("units"), a -> new DepthwiseConv2d(WINDOW, a), reads);
  }

  private static Flow ranked(StepContext step, List<String> reads, int rank, String bias)
      throws ShapeException, StepFailure {
    Flow filters =
        step.node(step.fresh("filters"), new DepthwiseConv2d(WINDOW, Activation.NONE), reads);
    Shape x = filters.shape();
    Flow apart = reshaped(step, filters, "ranks", Shape.of(x.extent(0), x.extent(2) / rank, rank));
    Flow sums =
        step.node(
            step.fresh("sums"),
            new Reduce(Reduce.Kind.SUM, List.of(2), false),
            List.of(apart.value()));
    return Activations.add(
        step,
        step.fresh("units"),
        a -> new Binary(Binary.Kind.ADD, a),
        List.of(sums.value(), bias));
  }

  /** A matrix [filters, columns] as weights of a convolution. */
  private static String weights(
      StepContext step, String name, int filters, int columns, boolean time) {
    Shape file = Shape.of(filters, columns);
    Optional<float[]> data = step.model().weights().required(step, List.of(name), layout -> file);
    return time
        ? step.constant(
            "time",
            Shape.of(columns, 1, filters),
            data.map(d -> Layout.KERAS.toDense(d, columns, filters, Optional.empty())))
        : step.constant("feature", Shape.of(filters, 1, 1, columns), data);
  }
}
