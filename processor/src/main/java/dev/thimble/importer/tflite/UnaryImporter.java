package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;

/** Functions of one element. */
final class UnaryImporter implements OperatorImporter {
  private static final int LEAKY_OPTIONS = 75;

  private final Unary.Kind kind;

  UnaryImporter(Unary.Kind kind) {
    this.kind = kind;
  }

  @Override
  public void read(Step step) throws Problem {
    step.expect(1, 1, 1);
    Unary function = kind == Unary.Kind.LEAKY_RELU ? leaky(step) : Unary.of(kind);
    if (!step.assembly().islands().extend(step, function)) {
      Value x = step.activation(0);
      step.assembly().numbers().same(step, x);
      step.emit(function, x);
    }
  }

  private static Unary leaky(Step step) throws Problem {
    double slope = step.options(LEAKY_OPTIONS).real(0, 0);
    if (!Double.isFinite(slope)) {
      throw step.broken("the slope is " + slope);
    }
    return Unary.leaky(slope);
  }
}
