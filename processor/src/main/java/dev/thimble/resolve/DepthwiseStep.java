package dev.thimble.resolve;

import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.WindowSpec;
import java.util.List;
import java.util.Optional;

/** {@code @DepthwiseConv2D}. */
final class DepthwiseStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    int channels = Pictures.channels(step.input());
    int[] kernel = step.pair("kernel", new int[] {1, 1});
    int multiplier = step.values().integer("multiplier").orElse(1L).intValue();
    Weights weights = step.model().weights();
    Shape ours = Shape.of(kernel[0], kernel[1], Pictures.product(channels, multiplier));
    Optional<float[]> file =
        weights.required(
            step, Weights.WEIGHT, l -> l.depthwise(channels, multiplier, kernel[0], kernel[1]));
    WindowSpec window = Windows.of(step, new int[] {1, 1}, "SAME");
    String weight =
        step.constant("weight", ours, file.map(f -> weights.layout().toDepthwise(f, ours)));
    String bias = weights.bias(step, ours.extent(2));
    return Activations.add(
        step, a -> new DepthwiseConv2d(window, a), List.of(step.input().value(), weight, bias));
  }
}
