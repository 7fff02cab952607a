package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Unary;
import dev.thimble.importer.network.Choices;
import dev.thimble.importer.network.Reductions;
import dev.thimble.importer.network.Tensor;
import java.util.List;

/** Functions of each element, and softmax. */
final class FunctionReaders {
  /** From this set on softmax is over one axis; before it, over all that follow. */
  private static final int ONE_AXIS = 13;

  private FunctionReaders() {}

  /** A function of two, applied to all inputs from left to right. */
  static void fold(Step step, Binary.Kind kind) throws Problem {
    Tensor result = step.input(0);
    for (int i = 1; i < step.inputs(); i++) {
      result = step.elements().binary(kind, result, step.input(i));
    }
    step.give(result);
  }

  static void mean(Step step) throws Problem {
    Tensor sum = step.input(0);
    for (int i = 1; i < step.inputs(); i++) {
      sum = step.elements().binary(Binary.Kind.ADD, sum, step.input(i));
    }
    step.give(step.elements().binary(Binary.Kind.MUL, sum, 1.0 / step.inputs()));
  }

  static void elu(Step step) throws Problem {
    step.give(step.elements().elu(step.input(0), step.real("alpha", 1)));
  }

  static void selu(Step step) throws Problem {
    double alpha = step.real("alpha", 1.67326319217681884765625);
    double gamma = step.real("gamma", 1.05070102214813232421875);
    step.give(step.elements().selu(step.input(0), alpha, gamma));
  }

  static void celu(Step step) throws Problem {
    step.give(step.elements().celu(step.input(0), step.real("alpha", 1)));
  }

  /** Whether one of the two inputs is above the other. */
  static void above(Step step, int greater, boolean orEqual) throws Problem {
    step.give(
        new Choices(step.network()).above(step.input(greater), step.input(1 - greater), orEqual));
  }

  static void where(Step step) throws Problem {
    step.give(new Choices(step.network()).where(step.input(0), step.input(1), step.input(2)));
  }

  static void gelu(Step step) throws Problem {
    boolean tanh = step.text("approximate", "none").equals("tanh");
    Unary.Kind kind = tanh ? Unary.Kind.GELU_TANH : Unary.Kind.GELU;
    step.give(step.elements().unary(kind, step.input(0)));
  }

  static void leaky(Step step) throws Problem {
    step.give(step.elements().leaky(step.input(0), step.real("alpha", 0.01)));
  }

  /** The slope has one axis for each of the input's, or is broadcast to them. */
  static void prelu(Step step) throws Problem {
    step.give(step.elements().prelu(step.input(0), step.input(1)));
  }

  static void clip(Step step) throws Problem {
    double low = step.number(1, "min", Double.NEGATIVE_INFINITY);
    double high = step.number(2, "max", Double.POSITIVE_INFINITY);
    step.give(step.elements().clip(step.input(0), low, high));
  }

  static void hardSigmoid(Step step) throws Problem {
    double alpha = step.real("alpha", 0.2);
    double beta = step.real("beta", 0.5);
    step.give(step.elements().hardSigmoid(step.input(0), alpha, beta));
  }

  static void power(Step step) throws Problem {
    double exponent = step.number(1, "", 1);
    Tensor x = step.input(0);
    if (exponent == 1) {
      step.give(x);
    } else if (exponent == 2) {
      step.give(step.elements().unary(Unary.Kind.SQUARE, x));
    } else if (exponent == 0.5) {
      step.give(step.elements().unary(Unary.Kind.SQRT, x));
    } else if (exponent == -0.5) {
      step.give(step.elements().unary(Unary.Kind.RSQRT, x));
    } else {
      throw step.unsupported("the power of " + exponent, "Use 2, 0.5 or -0.5.");
    }
  }

  static void reciprocal(Step step) throws Problem {
    Tensor one = step.network().constant(Shape.of(), 1);
    step.give(step.elements().binary(Binary.Kind.DIV, one, step.input(0)));
  }

  static void softmax(Step step) throws Problem {
    step.give(softmax(step, step.input(0)));
  }

  static void logSoftmax(Step step) throws Problem {
    step.give(step.elements().unary(Unary.Kind.LOG, softmax(step, step.input(0))));
  }

  private static Tensor softmax(Step step, Tensor x) throws Problem {
    Reductions reductions = new Reductions(step.network());
    if (step.opset() >= ONE_AXIS) {
      return reductions.softmax(x, step.axis("axis", -1, x.rank()));
    }
    int axis = step.axis("axis", 1, x.rank());
    List<Integer> behind = x.shape().extents().subList(axis, x.rank());
    boolean one = behind.stream().filter(e -> e > 1).count() <= 1;
    if (one) {
      int many = behind.stream().filter(e -> e > 1).findFirst().map(behind::indexOf).orElse(0);
      return reductions.softmax(x, axis + many);
    }
    Tensor rows = step.move().flatten(x, axis);
    return step.move().reshape(reductions.softmax(rows, 1), x.shape());
  }
}
