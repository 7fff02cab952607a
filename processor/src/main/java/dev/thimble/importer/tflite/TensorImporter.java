package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Compare;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.MatMul;
import dev.thimble.graph.ResizeBilinear;
import dev.thimble.graph.Select;
import dev.thimble.graph.Value;

/** Products of matrices, comparisons, choices and pictures of other extents. */
final class TensorImporter {
  private static final int BATCH_MATMUL_OPTIONS = 101;
  private static final int RESIZE_OPTIONS = 15;
  private static final int SELECT = 64;

  private TensorImporter() {}

  /** BATCH_MATMUL of two tensors. */
  static void matMul(Step step) throws Problem {
    step.expect(2, 2, 1);
    Value left = step.activation(0);
    Value right = step.activation(1);
    if (left.element() != right.element()) {
      throw step.unsupported(
          left.element() + " with " + right.element(), "Give both operands one type.");
    }
    step.assembly().numbers().same(step, left);
    Options options = step.options(BATCH_MATMUL_OPTIONS);
    step.emit(new MatMul(options.flag(0), options.flag(1)), left, right);
  }

  /** A comparison. */
  static OperatorImporter compare(Compare.Relation relation) {
    return step -> {
      step.expect(2, 2, 1);
      if (step.outElement(0) != ElementType.BOOL) {
        throw step.broken("it writes " + step.outElement(0));
      }
      Value left = step.activation(0);
      Value right = step.activation(1);
      if (left.element() != right.element()) {
        throw step.broken(left.element() + " with " + right.element());
      }
      step.emit(new Compare(relation), left, right);
    };
  }

  /** SELECT, whose condition has the shape of the others, and SELECT_V2, which broadcasts. */
  static void select(Step step) throws Problem {
    step.expect(3, 3, 1);
    Value condition = step.input(0);
    Value a = step.activation(1);
    Value b = step.activation(2);
    if (condition.element() != ElementType.BOOL || a.element() != b.element()) {
      throw step.broken("it chooses by " + condition.element() + " between unlike tensors");
    }
    boolean whole = condition.shape().equals(a.shape()) || condition.shape().elements() == 1;
    if (step.operator().code() == SELECT && !(whole && a.shape().equals(b.shape()))) {
      throw step.unsupported("a choice of rows", "Use SELECT_V2.");
    }
    step.assembly().numbers().same(step, a);
    step.emit(new Select(), condition, a, b);
  }

  /** RESIZE_BILINEAR. */
  static void resizeBilinear(Step step) throws Problem {
    step.expect(2, 2, 1);
    Value x = step.activation(0);
    step.assembly().numbers().same(step, x);
    Options options = step.options(RESIZE_OPTIONS);
    if (step.outShape().rank() != 4 || x.shape().rank() != 4) {
      throw step.broken("a picture of " + x.shape());
    }
    int height = step.outShape().extent(1);
    int width = step.outShape().extent(2);
    boolean large = Math.max(height, width) > 1 << 14;
    if (large || x.shape().extent(1) > 1 << 14 || x.shape().extent(2) > 1 << 14) {
      throw step.unsupported("a picture of " + step.outShape(), "Make it smaller.");
    }
    step.emit(new ResizeBilinear(height, width, options.flag(2), options.flag(3)), x);
  }
}
