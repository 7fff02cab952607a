package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;

/**
 * RESHAPE, SQUEEZE and EXPAND_DIMS: the output's shape is in the file, whatever computes it; where
 * that leaves extents open, a RESHAPE's second input has them.
 */
final class ReshapeImporter implements OperatorImporter {
  private static final int RESHAPE = 22;

  @Override
  public void read(Step step) throws Problem {
    step.expect(1, 2, 1);
    Value x = step.input(0);
    if (step.outElement(0) != x.element()) {
      throw step.broken("it turns " + x.element() + " into " + step.outElement(0));
    }
    boolean fits = step.outShape().elements() == x.shape().elements();
    boolean open = !fits && step.out(0).open() && step.operator().code() == RESHAPE && step.has(1);
    step.emit(new Reshape(open ? wanted(step, x) : step.outShape()), x);
  }

  /** One extent may be what is left of the elements. */
  private static Shape wanted(Step step, Value x) throws Problem {
    int[] extents = step.integers(1);
    long known = 1;
    for (int extent : extents) {
      known = Math.min(known * Math.max(extent, 1), Integer.MAX_VALUE);
    }
    if (extents.length > GraphReader.MAX_RANK || known > x.shape().elements()) {
      throw step.broken(extents.length + " extents, " + known + " elements for " + x.shape());
    }
    for (int i = 0; i < extents.length; i++) {
      if (extents[i] == 0 || extents[i] < -1) {
        throw step.broken("an extent of " + extents[i]);
      }
      extents[i] = extents[i] < 0 ? (int) Math.max(1, x.shape().elements() / known) : extents[i];
    }
    return Shape.of(extents);
  }
}
