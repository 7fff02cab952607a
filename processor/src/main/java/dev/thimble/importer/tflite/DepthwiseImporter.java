package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;

/** DEPTHWISE_CONV_2D: weights [1, KH, KW, C * multiplier]. */
final class DepthwiseImporter implements OperatorImporter {
  private static final int OPTIONS = 2;

  @Override
  public void read(Step step) throws Problem {
    step.expect(2, 3, 1);
    Value x = step.activation(0);
    step.assembly().numbers().same(step, x);
    Windows.expectRank(step, "an input", x, 4);
    Value stored = step.input(1, "weights");
    Windows.expectRank(step, "weights", stored, 4);
    Shape shape = stored.shape();
    if (shape.extent(0) != 1) {
      throw step.broken("weights of " + shape + " instead of 1 x height x width x channels");
    }
    Options options = step.options(OPTIONS);
    // The multiplier in the options is redundant, and zero in some files.
    WindowSpec window =
        Windows.strided(
            step,
            options,
            options.positive("the vertical dilation", 6, 1),
            options.positive("the horizontal dilation", 5, 1));
    Windows.checkSpan(step, window, shape.extent(1), shape.extent(2));
    Numbers numbers = step.assembly().numbers();
    Shape kept = Shape.of(shape.extent(1), shape.extent(2), shape.extent(3));
    Value weights = numbers.weights(step, x, stored, kept, 2);
    step.emit(
        new DepthwiseConv2d(window, options.activation(4)),
        Numbers.list(numbers.bias(step, x, 2, shape.extent(3)), x, weights));
  }
}
