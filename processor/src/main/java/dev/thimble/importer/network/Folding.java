package dev.thimble.importer.network;

import dev.thimble.graph.Binary;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Value;
import dev.thimble.quantize.FloatEvaluator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes nodes whose inputs are constants. */
final class Folding {
  private Folding() {}

  /** The node's result. Integers stay integers; quantised weights stay what they are when moved. */
  static Value folded(Graph.Builder builder, Node node, Shape shape) {
    Map<String, Value> values = new LinkedHashMap<>();
    boolean integers = true;
    for (String name : node.inputs()) {
      Value input = builder.find(name);
      values.put(name, input);
      integers &= input.element().isInteger();
    }
    String out = node.output();
    values.put(out, Value.real(out, shape));
    Graph alone = new Graph(values, List.of(node), List.of(), List.of(out));
    float[] data = new FloatEvaluator(alone).evaluate(List.of()).getOrDefault(out, new float[0]);
    if (integers) {
      return Value.integers(out, ElementType.INT64, shape, truncated(data));
    }
    Value reals = Value.real(out, shape, data);
    return moved(node, builder.find(node.inputs().get(0)), shape).map(reals::with).orElse(reals);
  }

  /** Integers are divided towards zero, as all formats do it. */
  private static long[] truncated(float[] data) {
    long[] result = new long[data.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (long) data[i];
    }
    return result;
  }

  private static Optional<Quantization> moved(Node node, Value from, Shape shape) {
    Optional<Quantization> meaning = from.quantization();
    if (meaning.isEmpty() || node.operator() instanceof Binary) {
      return Optional.empty();
    }
    Quantization scales = meaning.get();
    if (!scales.perChannel()) {
      return meaning;
    }
    if (node.operator() instanceof Transpose transpose) {
      int axis = transpose.permutation().indexOf(scales.axis());
      return Optional.of(new Quantization(scales.scales(), scales.zeroPoints(), axis));
    }
    return node.operator() instanceof Reshape
        ? reshaped(scales, from.shape(), shape)
        : Optional.empty();
  }

  /** The axis of the channels is the one with as many elements before and within. */
  private static Optional<Quantization> reshaped(Quantization scales, Shape from, Shape to) {
    long before = from.elements() / from.stride(scales.axis()) / from.extent(scales.axis());
    long outer = 1;
    for (int axis = 0; axis < to.rank(); axis++) {
      if (outer == before && to.extent(axis) == scales.scales().size()) {
        return Optional.of(new Quantization(scales.scales(), scales.zeroPoints(), axis));
      }
      outer *= to.extent(axis);
    }
    return Optional.empty();
  }
}
