package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.L2Normalization;
import dev.thimble.graph.Value;

/** L2_NORMALIZATION along the last axis, without a fused activation. */
final class L2NormalizationImporter implements OperatorImporter {
  private static final int OPTIONS = 12;

  @Override
  public void read(Step step) throws Problem {
    step.expect(1, 1, 1);
    Value x = step.activation(0);
    step.assembly().numbers().same(step, x);
    step.options(OPTIONS).noActivation(0);
    step.emit(new L2Normalization(), x);
  }
}
