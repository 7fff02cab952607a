package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Value;

/** SOFTMAX over the last axis. */
final class SoftmaxImporter implements OperatorImporter {
  private static final int OPTIONS = 9;

  @Override
  public void read(Step step) throws Problem {
    step.expect(1, 1, 1);
    Value x = step.activation(0);
    step.assembly().numbers().same(step, x);
    float beta = step.options(OPTIONS).real(0, 0);
    if (!(beta > 0) || Float.isInfinite(beta) || x.shape().rank() == 0) {
      throw step.broken("softmax with beta " + beta + " over " + x.shape());
    }
    step.emit(new Softmax(beta), x);
  }
}
