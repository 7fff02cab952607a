package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arrays of one node while it is lowered. */
final class Context {
  private final Graph graph;
  private final Node node;
  private final Map<String, Buffer> values;
  private final Map<String, Buffer> constants = new LinkedHashMap<>();
  private final List<Buffer> scratch = new ArrayList<>();

  Context(Graph graph, Node node, Map<String, Buffer> values) {
    this.graph = graph;
    this.node = node;
    this.values = values;
  }

  /** The array of an input; a constant of the graph becomes a constant of the kernel. */
  Buffer input(int index) {
    Value value = graph.in(node, index);
    return value.isConstant() ? constant(roleName(index), value.integers()) : buffer(value.name());
  }

  private static String roleName(int index) {
    return "input" + index;
  }

  /** The array of the node's only output. */
  Buffer output() {
    return buffer(node.output());
  }

  /** The array of one of the node's outputs. */
  Buffer output(int index) {
    return buffer(node.outputs().get(index));
  }

  private Buffer buffer(String value) {
    Buffer buffer = values.get(value);
    if (buffer == null) {
      throw new IllegalArgumentException("no array for " + value);
    }
    return buffer;
  }

  /** A constant of this kernel, named after the node and its role. */
  Buffer constant(String role, long[] data) {
    return constants.computeIfAbsent(role, r -> Buffer.constant(unique(r), data));
  }

  /** The same of a list. */
  Buffer constant(String role, List<Integer> data) {
    return constant(role, data.stream().mapToLong(Integer::longValue).toArray());
  }

  /** The weights of an input, as wide in memory as the graph has them. */
  Buffer weights(String role, int index) {
    Value value = graph.in(node, index);
    return value.element() == ElementType.INT4
        ? constants.computeIfAbsent(role, r -> Buffer.packed(unique(r), value.integers()))
        : constant(role, value.integers());
  }

  /** Named after the node and the role, but not like a value of the graph. */
  private String unique(String role) {
    String name = node.name() + "_" + role;
    while (graph.values().containsKey(name)) {
      name += "_";
    }
    return name;
  }

  /** An array that lives while this kernel runs. */
  Buffer scratch(String role, Element element, int length, Interval range) {
    Buffer buffer =
        new Buffer(unique(role), element, length, Buffer.Space.SCRATCH, Optional.empty(), range);
    scratch.add(buffer);
    return buffer;
  }

  List<Buffer> constants() {
    return List.copyOf(constants.values());
  }

  List<Buffer> scratch() {
    return List.copyOf(scratch);
  }

  /** An element of a constant by channel, or the number itself where all channels share one. */
  Expr perChannel(String role, long[] data, Affine channel) {
    for (long value : data) {
      if (value != data[0]) {
        return new Expr.Load(constant(role, data), channel);
      }
    }
    return new Expr.Int(data[0]);
  }

  /** {@code clamp(ratio * value + zero point)}, the ratio by channel. */
  Expr scaled(Expr value, Arithmetic.Scaled rule, Affine channel) {
    long[] multipliers = rule.ratios().stream().mapToLong(Ratio::multiplier).toArray();
    long[] shifts = rule.ratios().stream().mapToLong(Ratio::shift).toArray();
    Expr product =
        Expr.requantise(
            value,
            perChannel("multipliers", multipliers, channel),
            perChannel("shifts", shifts, channel),
            rule.rounding());
    return clamp(Expr.add(product, new Expr.Int(rule.output().zeroPoint())), rule.output());
  }

  /** One ratio applied to a value. */
  static Expr scaled(Expr value, Ratio ratio, Arithmetic.Rounding rounding) {
    return Expr.requantise(
        value, new Expr.Int(ratio.multiplier()), new Expr.Int(ratio.shift()), rounding);
  }

  static Expr clamp(Expr value, Range range) {
    return new Expr.Clamp(value, range.low(), range.high());
  }
}
