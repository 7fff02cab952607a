package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Unary;
import dev.thimble.importer.network.Elements;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Functions of each element, and of two tensors element by element. */
final class Elementwise {
  private static final Map<String, Unary.Kind> PLAIN =
      Map.ofEntries(
          Map.entry("relu", Unary.Kind.RELU),
          Map.entry("relu6", Unary.Kind.RELU6),
          Map.entry("sigmoid", Unary.Kind.SIGMOID),
          Map.entry("tanh", Unary.Kind.TANH),
          Map.entry("hardswish", Unary.Kind.HARD_SWISH),
          Map.entry("silu", Unary.Kind.SILU),
          Map.entry("mish", Unary.Kind.MISH),
          Map.entry("erf", Unary.Kind.ERF),
          Map.entry("exp", Unary.Kind.EXP),
          Map.entry("log", Unary.Kind.LOG),
          Map.entry("abs", Unary.Kind.ABS),
          Map.entry("sqrt", Unary.Kind.SQRT),
          Map.entry("rsqrt", Unary.Kind.RSQRT),
          Map.entry("square", Unary.Kind.SQUARE),
          Map.entry("neg", Unary.Kind.NEG));

  private static final Map<String, Binary.Kind> PAIRS =
      Map.of(
          "mul", Binary.Kind.MUL,
          "maximum", Binary.Kind.MAXIMUM,
          "minimum", Binary.Kind.MINIMUM);

  private Elementwise() {}

  static void register(Operators.Table table) {
    PLAIN.forEach(
        (name, kind) ->
            table.add(
                (net, call) -> net.unary(kind, call.tensor("self")), "aten::" + name + "(self)"));
    PAIRS.forEach(
        (name, kind) ->
            table.add(
                (net, call) -> pair(net, call, kind),
                "aten::" + name + "(self, other, rounding_mode=None)"));
    table.add(Elementwise::quotient, "aten::div(self, other, rounding_mode=None)");
    table.add((net, call) -> sum(net, call, Binary.Kind.ADD), "aten::add(self, other, alpha=1)");
    table.add((net, call) -> sum(net, call, Binary.Kind.SUB), "aten::sub(self, other, alpha=1)");
    table.add(Elementwise::reversed, "aten::rsub(self, other, alpha=1)");
    table.add((net, call) -> new Scalars(net, call).power(), "aten::pow(self, exponent)");
    table.add(Elementwise::leaky, "aten::leaky_relu(self, negative_slope=0.01)");
    table.add(
        (net, call) -> new Scalars(net, call).elu(),
        "aten::elu(self, alpha=1, scale=1, input_scale=1)");
    table.add((net, call) -> new Scalars(net, call).selu(), "aten::selu(self)");
    table.add((net, call) -> new Scalars(net, call).celu(), "aten::celu(self, alpha=1)");
    table.add((net, call) -> new Scalars(net, call).log1p(), "aten::log1p(self)");
    table.add((net, call) -> new Scalars(net, call).expm1(), "aten::expm1(self)");
    table.add(Elementwise::hardtanh, "aten::hardtanh(self, min_val=-1, max_val=1)");
    table.add(Elementwise::clamp, "aten::clamp(self, min=None, max=None)");
    table.add(
        (net, call) -> net.clamp(call.tensor("self"), call.real("min"), Double.POSITIVE_INFINITY),
        "aten::clamp_min(self, min)");
    table.add(
        (net, call) -> net.clamp(call.tensor("self"), Double.NEGATIVE_INFINITY, call.real("max")),
        "aten::clamp_max(self, max)");
    table.add((net, call) -> new Scalars(net, call).hardSigmoid(), "aten::hardsigmoid(self)");
    table.add((net, call) -> new Scalars(net, call).gelu(), "aten::gelu(self, approximate=None)");
    table.add(
        (net, call) -> new Scalars(net, call).softplus(),
        "aten::softplus(self, beta=1, threshold=20)");
    table.add((net, call) -> new Scalars(net, call).reciprocal(), "aten::reciprocal(self)");
    Comparisons.register(table);
    table.add(Elementwise::gated, "aten::glu(self, dim=-1)");
    table.add((net, call) -> new Scalars(net, call).logSigmoid(), "aten::log_sigmoid(self)");
    table.add(Elementwise::prelu, "aten::prelu(self, weight)");
    table.add(Elementwise::prelu, "aten::_prelu_kernel(self, weight)");
  }

  private static Object pair(Net net, Call call, Binary.Kind kind) throws Problem {
    if (call.has("rounding_mode")) {
      throw call.unsupported("rounding a quotient", "Divide without it.");
    }
    return net.binary(kind, call.tensor("self"), operand(net, call));
  }

  /** By a constant: a product, which goes into a layer before. */
  private static Object quotient(Net net, Call call) throws Problem {
    Tensor divisor = operand(net, call);
    if (!divisor.isKnown() || call.has("rounding_mode")) {
      return pair(net, call, Binary.Kind.DIV);
    }
    float[] inverse = divisor.floats().clone();
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = 1 / inverse[i];
    }
    Tensor factor = net.of(net.network().constant(divisor.value().shape(), inverse));
    return net.binary(Binary.Kind.MUL, call.tensor("self"), factor);
  }

  private static Tensor operand(Net net, Call call) throws Problem {
    return call.get("other") instanceof Tensor tensor ? tensor : net.number(call.real("other"));
  }

  private static Tensor scaled(Net net, Call call, Tensor other) throws Problem {
    double alpha = call.real("alpha");
    return alpha == 1 ? other : net.binary(Binary.Kind.MUL, other, net.number(alpha));
  }

  private static Object sum(Net net, Call call, Binary.Kind kind) throws Problem {
    return net.binary(kind, call.tensor("self"), scaled(net, call, operand(net, call)));
  }

  private static Object reversed(Net net, Call call) throws Problem {
    Tensor self = scaled(net, call, call.tensor("self"));
    return net.binary(Binary.Kind.SUB, operand(net, call), self);
  }

  private static Object leaky(Net net, Call call) throws Problem {
    double slope = call.real("negative_slope");
    return net.of(new Elements(net.network()).leaky(call.tensor("self").value(), slope));
  }

  /** Half of the elements along an axis times the sigmoid of the other half. */
  private static Object gated(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    int axis = call.axis("dim", x.rank());
    if (x.rank() == 0 || x.extent(axis) % 2 != 0) {
      throw call.bad("it halves axis " + axis + " of " + x.extents());
    }
    int half = x.extent(axis) / 2;
    Tensor gate = net.unary(Unary.Kind.SIGMOID, net.slice(x, axis, half, 1, half));
    return net.binary(Binary.Kind.MUL, net.slice(x, axis, 0, 1, half), gate);
  }

  private static Object hardtanh(Net net, Call call) throws Problem {
    return net.clamp(call.tensor("self"), call.real("min_val"), call.real("max_val"));
  }

  private static Object clamp(Net net, Call call) throws Problem {
    double low = call.has("min") ? call.real("min") : Double.NEGATIVE_INFINITY;
    double high = call.has("max") ? call.real("max") : Double.POSITIVE_INFINITY;
    return net.clamp(call.tensor("self"), low, high);
  }

  /** One slope for all channels, or one for each: of the second axis. */
  private static Object prelu(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    Tensor slopes = call.tensor("weight");
    if (slopes.elements() > 1 && slopes.rank() == 1 && x.rank() > 1) {
      List<Integer> shape = new ArrayList<>(Collections.nCopies(x.rank(), 1));
      shape.set(1, slopes.extent(0));
      slopes = net.reshape(slopes, shape);
    }
    return net.of(new Elements(net.network()).prelu(x.value(), slopes.value()));
  }
}
