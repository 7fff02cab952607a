package dev.thimble.resolve;

import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.WindowSpec;
import java.util.List;
import java.util.Optional;

/** {@code @Conv2D}. */
final class Conv2dStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    int channels = Pictures.channels(step.input());
    int[] kernel = step.pair("kernel", new int[] {1, 1});
    int filters = step.values().integer("filters").orElse(1L).intValue();
    Weights weights = step.model().weights();
    Optional<float[]> file =
        weights.required(
            step, Weights.WEIGHT, l -> l.convolution(filters, kernel[0], kernel[1], channels));
    Shape ours = Shape.of(filters, kernel[0], kernel[1], channels);
    WindowSpec window = Windows.of(step, new int[] {1, 1}, "SAME");
    String weight =
        step.constant("weight", ours, file.map(f -> weights.layout().toConvolution(f, ours)));
    String bias = weights.bias(step, filters);
    return Activations.add(
        step, a -> new Conv2d(window, a), List.of(step.input().value(), weight, bias));
  }
}
