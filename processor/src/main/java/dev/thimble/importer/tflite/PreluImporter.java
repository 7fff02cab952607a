package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Prelu;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;

/** PRELU with a constant slope; in reals it is {@code relu(x) + alpha * (x - relu(x))}. */
final class PreluImporter implements OperatorImporter {
  @Override
  public void read(Step step) throws Problem {
    step.expect(2, 2, 1);
    Value x = step.activation(0);
    Numbers numbers = step.assembly().numbers();
    numbers.same(step, x);
    Value alpha = numbers.operand(step, x, step.input(1, "alpha"));
    if (!alpha.isConstant() || x.isConstant()) {
      throw step.unsupported("a slope that is computed", "Make it a constant.");
    }
    if (x.element() != ElementType.FLOAT32) {
      numbers.activation(step, alpha);
      if (alpha.element() != ElementType.INT8) {
        throw step.unsupported("a slope of " + alpha.element(), "Convert the model again.");
      }
      step.emit(new Prelu(), x, alpha);
      return;
    }
    Value positive = step.helper("positive", Unary.of(Unary.Kind.RELU), x);
    Value negative = step.helper("negative", plain(Binary.Kind.SUB), x, positive);
    Value sloped = step.helper("sloped", plain(Binary.Kind.MUL), negative, alpha);
    step.emit(plain(Binary.Kind.ADD), positive, sloped);
  }

  private static Binary plain(Binary.Kind kind) {
    return new Binary(kind, Activation.NONE);
  }
}
