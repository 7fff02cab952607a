package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Value;

/** MEAN, SUM, REDUCE_MAX and REDUCE_MIN over constant axes. */
final class ReduceImporter implements OperatorImporter {
  private static final int OPTIONS = 27;

  private final Reduce.Kind kind;

  ReduceImporter(Reduce.Kind kind) {
    this.kind = kind;
  }

  @Override
  public void read(Step step) throws Problem {
    step.expect(2, 2, 1);
    Value x = step.activation(0);
    step.assembly().numbers().same(step, x);
    step.emit(new Reduce(kind, step.axes(1, x.shape().rank()), step.options(OPTIONS).flag(0)), x);
  }
}
