package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.TransposeConv2d;
import dev.thimble.graph.Value;
import dev.thimble.graph.Window;
import dev.thimble.graph.WindowSpec;

/**
 * TRANSPOSE_CONV: inputs are the result's shape, weights [O, KH, KW, I], the picture and a bias.
 * The padding is that of the convolution from the result back to the picture.
 */
final class TransposeConvolutionImporter implements OperatorImporter {
  private static final int OPTIONS = 49;

  @Override
  public void read(Step step) throws Problem {
    step.expect(3, 4, 1);
    Value x = step.activation(2);
    Numbers numbers = step.assembly().numbers();
    numbers.same(step, x);
    Windows.expectRank(step, "an input", x, 4);
    Value stored = step.input(1, "weights");
    Windows.expectRank(step, "weights", stored, 4);
    Shape out = step.outShape();
    if (out.rank() != 4) {
      throw step.broken("a result of " + out);
    }
    Options options = step.options(OPTIONS);
    WindowSpec window = Windows.strided(step, options, 1, 1);
    Windows.checkSpan(step, window, stored.shape().extent(1), stored.shape().extent(2));
    Window over = back(step, window, out, stored.shape());
    Value weights = numbers.weights(step, x, stored, stored.shape(), 0);
    step.emit(
        new TransposeConv2d(
            window.strideHeight(),
            window.strideWidth(),
            over.padTop(),
            over.padLeft(),
            out.extent(1),
            out.extent(2),
            options.activation(3)),
        Numbers.list(numbers.bias(step, x, 3, weights.shape().extent(0)), x, weights));
  }

  private static Window back(Step step, WindowSpec window, Shape out, Shape weights)
      throws Problem {
    try {
      return window.over(out.extent(1), out.extent(2), weights.extent(1), weights.extent(2));
    } catch (ShapeException e) {
      throw step.broken(String.valueOf(e.getMessage()));
    }
  }
}
