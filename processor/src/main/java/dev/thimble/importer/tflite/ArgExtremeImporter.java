package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Value;

/** ARG_MAX and ARG_MIN along a constant axis. */
final class ArgExtremeImporter implements OperatorImporter {
  private final boolean max;

  ArgExtremeImporter(boolean max) {
    this.max = max;
  }

  @Override
  public void read(Step step) throws Problem {
    step.expect(2, 2, 1);
    Value x = step.activation(0);
    int[] axis = step.integers(1);
    if (axis.length != 1) {
      throw step.broken(axis.length + " axes");
    }
    ElementType out = step.outElement(0);
    if (out != ElementType.INT32 && out != ElementType.INT64) {
      throw step.broken("indices of type " + out);
    }
    step.emit(new ArgExtreme(max, step.axis(axis[0], x.shape().rank())), x);
  }
}
