package dev.thimble.quantize.reference;

import dev.thimble.graph.Binary;
import dev.thimble.graph.Cast;
import dev.thimble.graph.Composed;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Lstm;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Svdf;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.TransposeConv2d;
import dev.thimble.graph.Truncate;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes a graph of integers node by node, as the javadoc of {@code Arithmetic} says and in no
 * other way: an oracle that shares nothing with the lowering of the processor.
 */
public final class GraphEvaluator {
  private final Graph graph;
  private final Map<String, long[]> states = new HashMap<>();
  private final Map<String, long[]> values = new HashMap<>();

  /** Prepares a graph whose nodes all have their rule. */
  public GraphEvaluator(Graph graph) {
    this.graph = graph;
    for (Value value : graph.values().values()) {
      if (value.isConstant()) {
        values.put(value.name(), value.integers());
      }
    }
  }

  /** Forgets what was remembered between calls. */
  public void reset() {
    states.clear();
  }

  /** The value of that name as the last run left it. */
  public long[] value(String name) {
    return values.get(name);
  }

  /** Runs the graph on its inputs; the first output. */
  public long[] run(List<long[]> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      values.put(graph.inputs().get(i), inputs.get(i));
    }
    Map<String, long[]> next = new HashMap<>(states);
    for (Node node : graph.nodes()) {
      if (node.operator() instanceof WriteState write) {
        next.put(write.state(), values.get(node.inputs().get(0)));
      } else if (node.operator() instanceof Lstm) {
        new LstmEvaluator(graph, node, values).evaluate();
      } else if (node.operator() instanceof Svdf) {
        SvdfEvaluator.evaluate(graph, node, values);
      } else {
        values.put(node.output(), evaluate(node));
      }
    }
    states.putAll(next);
    return values.get(graph.outputs().get(0));
  }

  private long[] evaluate(Node node) {
    Operator operator = node.operator();
    long[] x = values.get(node.inputs().get(0));
    if (operator instanceof ReadState read) {
      return states.getOrDefault(read.state(), x);
    } else if (operator instanceof Reshape) {
      return x;
    } else if (operator instanceof Conv2d
        || operator instanceof DepthwiseConv2d
        || operator instanceof TransposeConv2d
        || operator instanceof Dense) {
      return new ProductEvaluator(graph, node, values).evaluate();
    } else if (operator instanceof Pool2d || operator instanceof Reduce) {
      return new WindowEvaluator(graph, node, values).evaluate();
    } else if (operator instanceof Softmax) {
      return SoftmaxEvaluator.evaluate(graph, node, x);
    } else if (operator instanceof Unary
        || operator instanceof Composed
        || operator instanceof Truncate
        || operator instanceof Binary) {
      return new ElementEvaluator(graph, node, values).evaluate();
    } else if (operator instanceof Slice
        || operator instanceof Transpose
        || operator instanceof Concat
        || operator instanceof Pad) {
      return new MoveEvaluator(graph, node, values).evaluate();
    }
    if (operator instanceof Cast) {
      return cast(graph.out(node).element(), x);
    }
    if (TensorEvaluator.knows(operator)) {
      return new TensorEvaluator(graph, node, values).evaluate();
    }
    throw new UnsupportedOperationException(node.toString());
  }

  private static long[] cast(ElementType to, long... x) {
    return Arrays.stream(x)
        .map(
            value ->
                switch (to) {
                  case BOOL -> value == 0 ? 0 : 1;
                  case INT8 -> (byte) value;
                  case INT16 -> (short) value;
                  case INT32 -> (int) value;
                  default -> value;
                })
        .toArray();
  }
}
