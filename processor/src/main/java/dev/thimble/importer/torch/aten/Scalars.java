package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Unary;
import dev.thimble.importer.network.Elements;

/** Functions of each element that are made of several. */
final class Scalars {
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

  /** {@code x * sigmoid(x)}. */
  Tensor silu() throws Problem {
    return net.of(new Elements(net.network()).silu(x.value()));
  }

  /** The form with a hyperbolic tangent: {@code x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))}. */
  Tensor gelu() throws Problem {
    if (!call.has("approximate") || !call.text("approximate").equals("tanh")) {
      throw call.unsupported("its exact form", "Use GELU(approximate=\"tanh\").");
    }
    Tensor cube = times(unary(Unary.Kind.SQUARE, x), x);
    Tensor inner = net.binary(Binary.Kind.ADD, x, times(cube, net.number(0.044715)));
    Tensor tanh = unary(Unary.Kind.TANH, times(inner, net.number(Math.sqrt(2 / Math.PI))));
    return times(times(x, net.number(0.5)), plus(tanh, 1));
  }

  /** {@code log(1 + e^x)}; PyTorch's linear part above the threshold is the same to 9 digits. */
  Tensor softplus() throws Problem {
    if (call.real("beta") != 1) {
      throw call.unsupported("a beta", "Use beta = 1.");
    }
    return unary(Unary.Kind.LOG, plus(unary(Unary.Kind.EXP, x), 1));
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
