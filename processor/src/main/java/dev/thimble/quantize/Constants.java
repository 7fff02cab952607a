package dev.thimble.quantize;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Value;

/**
 * Constants of a graph of integers: what they are called, and small ones as bytes.
 *
 * @param real the graph of reals
 * @param integer the graph of integers in the making
 */
record Constants(Graph real, Graph.Builder integer) {
  /** The name of what the node's input there becomes. */
  String name(Node node, int position) {
    String own = real.input(node, position).map(Value::name).orElse("");
    return name(node, own, "_constant" + position);
  }

  /** The constant's own name where one node reads it, else one of the node's. */
  String name(Node node, String own, String ending) {
    long reads =
        real.nodes().stream().flatMap(n -> n.inputs().stream()).filter(own::equals).count();
    String name = reads == 1 ? own : node.name() + ending;
    while (reads != 1 && (real.values().containsKey(name) || integer.has(name))) {
      name += "_";
    }
    return name;
  }

  /** Adds the constant that the node reads there as bytes; returns its name. */
  String bytes(Node node, Value value, Quantization meaning, int position) {
    String name = name(node, value.name(), "_constant" + position);
    integer.value(inBytes(name, value, meaning));
    return name;
  }

  /** A constant as bytes. */
  static Value inBytes(String name, Value value, Quantization meaning) {
    float[] integers = Int8.quantise(FloatEvaluator.reals(value), meaning);
    long[] data = new long[integers.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (long) integers[i];
    }
    return Value.integers(name, ElementType.INT8, value.shape(), data).with(meaning);
  }

  /** Adds the constant that a choice reads as truth values; returns its name. */
  String condition(Node node, Value value) {
    float[] reals = FloatEvaluator.reals(value);
    long[] data = new long[reals.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = reals[i] != 0 ? 1 : 0;
    }
    String name = name(node, value.name(), "_condition");
    integer.value(Value.integers(name, ElementType.BOOL, value.shape(), data));
    return name;
  }
}
