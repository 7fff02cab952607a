package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Unary;
import dev.thimble.importer.network.Elements;

/** Functions of each element that are made of several. */
final class Scalars {
  /** Klambauer et al., Self-Normalizing Neural Networks. */
  static final double SELU_ALPHA = 1.6732632423543772;

  static final double SELU_SCALE = 1.0507009873554805;

  private final Net net;
  private final Call call;
  private final Tensor x;

  Scalars(Net net, Call call) throws Problem {
    this.net = net;
    this.call = call;
    x = call.tensor("self");
  }

  private Tensor unary(Unary.Kind kind, Tensor of) throws Problem {
    return net.unary(kind, of);
  }

  private Tensor times(Tensor a, Tensor b) throws Problem {
    return net.binary(Binary.Kind.MUL, a, b);
  }

  private Tensor plus(Tensor a, double b) throws Problem {
    return net.binary(Binary.Kind.ADD, a, b);
  }

  /** {@code min(max(x / 6 + 1/2, 0), 1)}. */
  Tensor hardSigmoid() throws Problem {
    return net.of(new Elements(net.network()).hardSigmoid(x.value(), 1.0 / 6, 0.5));
  }

  /** The exact form, or the one with a hyperbolic tangent. */
  Tensor gelu() throws Problem {
    boolean tanh = call.has("approximate") && call.text("approximate").equals("tanh");
    return unary(tanh ? Unary.Kind.GELU_TANH : Unary.Kind.GELU, x);
  }

  /** PyTorch's linear part above the threshold is the same to 9 digits. */
  Tensor softplus() throws Problem {
    return net.of(new Elements(net.network()).softplus(x.value(), call.real("beta")));
  }

  /** {@code scale} times an ELU of {@code input_scale * x}. */
  Tensor elu() throws Problem {
    Tensor inner = times(x, call.real("input_scale"));
    return net.of(
        new Elements(net.network()).selu(inner.value(), call.real("alpha"), call.real("scale")));
  }

  private Tensor times(Tensor a, double b) throws Problem {
    return b == 1 ? a : net.binary(Binary.Kind.MUL, a, b);
  }

  Tensor logSigmoid() throws Problem {
    Tensor soft = unary(Unary.Kind.SOFTPLUS, unary(Unary.Kind.NEG, x));
    return unary(Unary.Kind.NEG, soft);
  }

  Tensor selu() throws Problem {
    return net.of(new Elements(net.network()).selu(x.value(), SELU_ALPHA, SELU_SCALE));
  }

  Tensor celu() throws Problem {
    return net.of(new Elements(net.network()).celu(x.value(), call.real("alpha")));
  }

  /** {@code 1 + x}, of which the logarithm is taken. */
  Tensor log1p() throws Problem {
    return unary(Unary.Kind.LOG, plus(x, 1));
  }

  /** {@code e^x - 1}. */
  Tensor expm1() throws Problem {
    return plus(unary(Unary.Kind.EXP, x), -1);
  }

  Tensor reciprocal() throws Problem {
    return net.binary(Binary.Kind.DIV, net.number(1), x);
  }

  Tensor power() throws Problem {
    double exponent = call.real("exponent");
    if (exponent == 1) {
      return x;
    } else if (exponent == 2) {
      return unary(Unary.Kind.SQUARE, x);
    } else if (exponent == 3) {
      return times(unary(Unary.Kind.SQUARE, x), x);
    } else if (exponent == 0.5) {
      return unary(Unary.Kind.SQRT, x);
    } else if (exponent == -0.5) {
      return unary(Unary.Kind.RSQRT, x);
    } else if (exponent == -1) {
      return reciprocal();
    }
    throw call.unsupported("the power " + exponent, "Use 0.5, 2 or 3.");
  }
}
