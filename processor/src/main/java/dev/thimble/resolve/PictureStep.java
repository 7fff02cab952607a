package dev.thimble.resolve;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Pixels;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.List;
import java.util.Optional;

/** {@code @Picture}: a camera's bytes, and the pixels that they stand for. */
final class PictureStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException {
    Pixels.Format format =
        Pixels.Format.valueOf(step.values().text("format").orElse(Pixels.Format.GREY.name()));
    int height = step.values().integer("height").orElse(1L).intValue();
    int width = step.values().integer("width").orElse(1L).intValue();
    Quantization bytes = Quantization.perTensor(1, 0);
    step.graph()
        .value(
            Value.quantized(
                step.name(), ElementType.UINT8, Shape.of(height, width, format.bytes()), bytes))
        .input(step.name());
    Value pixels =
        new History(step)
            .node(
                new Pixels(format),
                List.of(step.name()),
                List.of(
                    new History.Result(
                        step.fresh("pixels"), ElementType.INT8, Optional.of(Pixels.MEANING))));
    return Flow.of(pixels.name(), pixels.shape());
  }
}
