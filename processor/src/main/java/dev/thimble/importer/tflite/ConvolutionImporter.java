package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;

/** CONV_2D: weights [O, KH, KW, I], grouped where I is a part of the input's channels. */
final class ConvolutionImporter implements OperatorImporter {
  private static final int OPTIONS = 1;

  @Override
  public void read(Step step) throws Problem {
    step.expect(2, 3, 1);
    Value x = step.activation(0);
    step.assembly().numbers().same(step, x);
    Windows.expectRank(step, "an input", x, 4);
    Value stored = step.input(1, "weights");
    Windows.expectRank(step, "weights", stored, 4);
    Options options = step.options(OPTIONS);
    WindowSpec window =
        Windows.strided(
            step,
            options,
            options.positive("the vertical dilation", 5, 1),
            options.positive("the horizontal dilation", 4, 1));
    Windows.checkSpan(step, window, stored.shape().extent(1), stored.shape().extent(2));
    Numbers numbers = step.assembly().numbers();
    Value weights = numbers.weights(step, x, stored, stored.shape(), 0);
    step.emit(
        new Conv2d(window, options.activation(3)),
        Numbers.list(numbers.bias(step, x, 2, weights.shape().extent(0), options, 6), x, weights));
  }
}
