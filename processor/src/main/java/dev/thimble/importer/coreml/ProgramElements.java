package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Unary;
import dev.thimble.importer.network.Choices;
import dev.thimble.importer.network.Elements;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Functions of single elements. */
final class ProgramElements {
  private static final Set<String> REALS = Set.of("fp16", "fp32", "fp64");

  private ProgramElements() {}

  static Elements of(ProgramStep step) {
    return new Elements(step.network());
  }

  static void identity(ProgramStep step) throws Problem {
    step.give(step.tensor("x"));
  }

  /** Halves and singles are the same reals here. */
  static void cast(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    String to = step.text("dtype", "fp32");
    boolean integers = step.network().isInteger(x);
    if (REALS.contains(to) && !integers) {
      step.give(x);
      return;
    }
    if (!step.network().isConstant(x)) {
      throw step.network()
          .unsupported("a change of type to " + to, "Compute with float16 or float32.");
    }
    Known known = step.known("x");
    if (REALS.contains(to)) {
      step.give(Known.of(known.extents(), new Constant.Floats(known.floats())));
      return;
    }
    float[] reals = known.floats();
    long[] whole = integers ? known.integers() : new long[reals.length];
    for (int i = 0; i < reals.length && !integers; i++) {
      whole[i] = to.equals("bool") ? (reals[i] == 0 ? 0 : 1) : (long) reals[i];
    }
    step.give(Known.of(known.extents(), new Constant.Integers(whole)));
  }

  /** The function behind the addition of an epsilon. */
  static ProgramOperator shifted(Unary.Kind kind) {
    return step -> {
      Tensor x = step.tensor("x");
      double epsilon = step.number("epsilon", 0);
      Tensor safe = epsilon == 0 ? x : of(step).binary(Binary.Kind.ADD, x, epsilon);
      step.give(of(step).unary(kind, safe));
    };
  }

  static void leaky(ProgramStep step) throws Problem {
    step.give(of(step).leaky(step.tensor("x"), step.number("alpha", 0.01)));
  }

  /** One slope a channel, which is axis 1. */
  static void prelu(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    float[] alpha = step.known("alpha").floats();
    List<Integer> extents = new ArrayList<>(List.of(alpha.length));
    for (int axis = 2; axis < x.rank(); axis++) {
      extents.add(1);
    }
    if (alpha.length == 0) {
      throw step.network().broken("it has no slopes");
    }
    step.give(of(step).prelu(x, step.network().constant(new Shape(extents), alpha)));
  }

  static void elu(ProgramStep step) throws Problem {
    step.give(of(step).elu(step.tensor("x"), step.number("alpha", 1)));
  }

  /** Its two approximations are those of the sigmoid and of the hyperbolic tangent. */
  static void gelu(ProgramStep step) throws Problem {
    String mode = step.text("mode", "EXACT");
    if (mode.equals("SIGMOID_APPROXIMATION")) {
      throw step.network().unsupported("the mode " + mode, "Use EXACT.");
    }
    Unary.Kind kind = mode.equals("EXACT") ? Unary.Kind.GELU : Unary.Kind.GELU_TANH;
    step.give(of(step).unary(kind, step.tensor("x")));
  }

  /** Whether one of two tensors is above the other. */
  static ProgramOperator above(String greater, String less, boolean orEqual) {
    return step ->
        step.give(
            new Choices(step.network()).above(step.tensor(greater), step.tensor(less), orEqual));
  }

  static void select(ProgramStep step) throws Problem {
    step.give(
        new Choices(step.network()).where(step.tensor("cond"), step.tensor("a"), step.tensor("b")));
  }

  static void thresholded(ProgramStep step) throws Problem {
    step.give(new Choices(step.network()).thresholded(step.tensor("x"), step.number("alpha", 1)));
  }

  /** {@code alpha * tanh(beta * x)}. */
  static void scaledTanh(ProgramStep step) throws Problem {
    Tensor inner = of(step).binary(Binary.Kind.MUL, step.tensor("x"), step.number("beta", 1));
    Tensor tanh = of(step).unary(Unary.Kind.TANH, inner);
    step.give(of(step).binary(Binary.Kind.MUL, tanh, step.number("alpha", 1)));
  }

  static void hardSigmoid(ProgramStep step) throws Problem {
    step.give(
        of(step)
            .hardSigmoid(step.tensor("x"), step.number("alpha", 0.2), step.number("beta", 0.5)));
  }

  static void line(ProgramStep step) throws Problem {
    Tensor scaled = of(step).binary(Binary.Kind.MUL, step.tensor("x"), step.number("alpha", 1));
    step.give(of(step).binary(Binary.Kind.ADD, scaled, step.number("beta", 0)));
  }

  static void clip(ProgramStep step) throws Problem {
    step.give(
        of(step)
            .clip(
                step.tensor("x"),
                step.number("alpha", Double.NEGATIVE_INFINITY),
                step.number("beta", Double.POSITIVE_INFINITY)));
  }

  /** A leaky ReLU with a largest value. */
  static void clampedRelu(ProgramStep step) throws Problem {
    Tensor leaky = of(step).leaky(step.tensor("x"), step.number("alpha", 0));
    step.give(of(step).binary(Binary.Kind.MINIMUM, leaky, step.number("beta", 1)));
  }

  static void power(ProgramStep step) throws Problem {
    double exponent = step.number("y", 2);
    if (exponent == 2) {
      step.give(of(step).unary(Unary.Kind.SQUARE, step.tensor("x")));
    } else if (exponent == 0.5) {
      step.give(of(step).unary(Unary.Kind.SQRT, step.tensor("x")));
    } else if (exponent == -0.5) {
      step.give(of(step).unary(Unary.Kind.RSQRT, step.tensor("x")));
    } else {
      throw step.network().unsupported("a power of " + exponent, "Use 2, 0.5 or -0.5.");
    }
  }
}
