package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Dense;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;

/** FULLY_CONNECTED: weights [out, in]; the input becomes rows of {@code in} elements. */
final class FullyConnectedImporter implements OperatorImporter {
  private static final int OPTIONS = 8;

  @Override
  public void read(Step step) throws Problem {
    step.expect(2, 3, 1);
    Value x = step.activation(0);
    Numbers numbers = step.assembly().numbers();
    numbers.same(step, x);
    Value stored = step.input(1, "weights");
    Windows.expectRank(step, "weights", stored, 2);
    Options options = step.options(OPTIONS);
    if (options.small(1) != 0) {
      throw step.unsupported("a shuffled format of weights", "Convert the model again.");
    }
    Activation activation = options.activation(0);
    Value weights = numbers.weights(step, x, stored, stored.shape(), 0);
    step.emit(
        new Dense(activation),
        Numbers.list(
            numbers.bias(step, x, 2, weights.shape().extent(0), options, 4),
            rows(step, x, weights.shape().extent(1)),
            weights));
  }

  private static Value rows(Step step, Value x, int width) throws Problem {
    long elements = x.shape().elements();
    if (elements % width != 0) {
      throw step.broken(x.shape() + " is not rows of " + width);
    }
    if (x.shape().rank() > 0 && x.shape().extent(-1) == width && step.outShape().rank() > 2) {
      return x;
    }
    Shape rows = Shape.of((int) (elements / width), width);
    return x.shape().equals(rows) ? x : step.helper("rows", new Reshape(rows), x);
  }
}
