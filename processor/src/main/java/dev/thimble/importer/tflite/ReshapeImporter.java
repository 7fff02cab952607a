package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Value;

/** RESHAPE, SQUEEZE and EXPAND_DIMS: the output's shape is in the file, whatever computes it. */
final class ReshapeImporter implements OperatorImporter {
  @Override
  public void read(Step step) throws Problem {
    step.expect(1, 2, 1);
    Value x = step.input(0);
    if (step.outElement(0) != x.element()) {
      throw step.broken("it turns " + x.element() + " into " + step.outElement(0));
    }
    step.emit(new Reshape(step.outShape()), x);
  }
}
