package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Value;

/** ADD, SUB, MUL, MAXIMUM, MINIMUM and their like, broadcast. */
final class BinaryImporter implements OperatorImporter {
  private static final int NONE = -1;

  private final Binary.Kind kind;
  private final int options;

  /** A kind with a fused activation in the options of that type. */
  BinaryImporter(Binary.Kind kind, int options) {
    this.kind = kind;
    this.options = options;
  }

  /** A kind without a fused activation. */
  BinaryImporter(Binary.Kind kind) {
    this(kind, NONE);
  }

  @Override
  public void read(Step step) throws Problem {
    step.expect(2, 2, 1);
    Value a = step.input(0);
    Value b = step.input(1);
    Activation activation = options == NONE ? Activation.NONE : step.options(options).activation(0);
    Binary binary = new Binary(kind, activation);
    if (plain(a) && plain(b)) {
      // Arithmetic of shapes: it folds away, or the next phase refuses it.
      step.emit(binary, a, b);
      return;
    }
    Numbers numbers = step.assembly().numbers();
    Value left = a.isConstant() ? numbers.operand(step, b, a) : a;
    Value right = b.isConstant() ? numbers.operand(step, a, b) : b;
    numbers.activation(step, left);
    numbers.activation(step, right);
    if (left.element() != right.element()) {
      throw step.unsupported(
          left.element() + " with " + right.element(), "Give both operands one type.");
    }
    numbers.same(step, left);
    step.emit(binary, left, right);
  }

  private static boolean plain(Value value) {
    boolean integer = value.element() == ElementType.INT32 || value.element() == ElementType.INT64;
    return integer && value.quantization().isEmpty();
  }
}
