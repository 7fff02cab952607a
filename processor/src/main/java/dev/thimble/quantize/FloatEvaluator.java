package dev.thimble.quantize;

import dev.thimble.graph.Activation;
import dev.thimble.graph.AffineMap;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Distances;
import dev.thimble.graph.Excess;
import dev.thimble.graph.FakeQuantize;
import dev.thimble.graph.Graph;
import dev.thimble.graph.MatMul;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.TransposeConv2d;
import dev.thimble.graph.Trees;
import dev.thimble.graph.Truncate;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Runs a graph of reals on one sample at a time: the definition of what each operator means.
 *
 * <p>Sums are doubles in a fixed order and transcendental functions are {@link StrictMath}'s, so
 * that every machine computes the same bits. States live from call to call. An instance belongs to
 * one thread.
 */
public final class FloatEvaluator {
  private static final float[] ABSENT = {};

  private final Graph graph;
  private final Map<String, float[]> constants = new LinkedHashMap<>();
  private final Map<String, RealKernel> kernels = new LinkedHashMap<>();

  /** What was written in earlier calls. */
  private final Map<String, float[]> states = new LinkedHashMap<>();

  /** Makes a graph ready to run. */
  public FloatEvaluator(Graph graph) {
    this.graph = graph;
    graph.values().values().stream()
        .filter(Value::isConstant)
        .forEach(value -> constants.put(value.name(), reals(value)));
    for (Node node : graph.nodes()) {
      if (!(node.operator() instanceof WriteState)) {
        kernels.put(node.name(), kernel(graph, node));
      }
    }
  }

  /** Forgets what earlier calls left in states. */
  public void reset() {
    states.clear();
    kernels.values().forEach(RealKernel::reset);
  }

  /**
   * All values for one sample, by name, constants included.
   *
   * @param inputs one array for each of the graph's inputs, in their order
   */
  public Map<String, float[]> evaluate(List<float[]> inputs) {
    Map<String, float[]> values = new LinkedHashMap<>(constants);
    for (int i = 0; i < graph.inputs().size(); i++) {
      String name = graph.inputs().get(i);
      if (inputs.get(i).length != graph.value(name).shape().size()) {
        throw new IllegalArgumentException(
            name + ": " + inputs.get(i).length + " elements for " + graph.value(name).shape());
      }
      values.put(name, inputs.get(i));
    }
    Map<String, float[]> written = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.operator() instanceof WriteState write) {
        written.put(write.state(), Known.of(values, node.inputs().get(0)));
      } else {
        values.put(node.output(), run(node, values));
      }
    }
    states.putAll(written);
    return values;
  }

  /** One node's output; constants need not be among the values. */
  float[] run(Node node, Map<String, float[]> values) {
    List<float[]> inputs = new ArrayList<>();
    for (String name : node.inputs()) {
      float[] value = constants.getOrDefault(name, ABSENT);
      inputs.add(values.getOrDefault(name, value));
    }
    return Known.of(kernels, node.name()).run(inputs);
  }

  /** A constant's data as reals. */
  static float[] reals(Value value) {
    Constant constant = value.constant().orElseThrow();
    if (constant instanceof Constant.Floats floats) {
      return floats.values();
    }
    long[] integers = ((Constant.Integers) constant).values();
    float[] reals = new float[integers.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = integers[i];
    }
    return reals;
  }

  private RealKernel kernel(Graph graph, Node node) {
    Operator operator = node.operator();
    if (operator instanceof ReadState read) {
      return inputs -> states.getOrDefault(read.state(), inputs.get(0));
    }
    Shape x = graph.in(node, 0).shape();
    if (LinearKernels.hasWeights(operator)) {
      return linear(
          LinearKernels.of(graph, node), activation(operator), graph.out(node).shape().extent(-1));
    }
    if (operator instanceof Recurrence) {
      return new RealRecurrence(graph, node);
    }
    if (operator instanceof MatMul) {
      return linear(
          LinearKernels.of(graph, node), Activation.NONE, graph.out(node).shape().extent(-1));
    }
    if (TensorKernels.knows(operator)) {
      return TensorKernels.real(graph, node);
    }
    if (operator instanceof Binary binary) {
      return binary(binary, graph, node);
    }
    if (operator instanceof Unary unary) {
      return unary(unary);
    }
    if (operator instanceof FakeQuantize quantised) {
      return ofEach(quantised::of);
    }
    if (operator instanceof Distances distances) {
      return inputs -> WideKernels.distances(distances.metric(), WideKernels.REAL, inputs);
    }
    if (operator instanceof Excess) {
      return WideKernels::excess;
    }
    if (operator instanceof Neighbours neighbours) {
      return inputs -> WideKernels.neighbours(neighbours, WideKernels.REAL, inputs);
    }
    if (operator instanceof AffineMap map) {
      return inputs -> WideKernels.affine(map, inputs);
    }
    if (operator instanceof Trees trees) {
      return new TreeKernel(trees);
    }
    if (operator instanceof Softmax softmax) {
      return softmax(softmax.beta(), x.extent(-1));
    }
    if (operator instanceof Pool2d pool) {
      return PoolKernels.pool(pool, x, v -> RealFunctions.clamp(pool.activation(), v));
    }
    if (operator instanceof Reduce reduce) {
      return reduce(reduce, graph, node);
    }
    if (operator instanceof Truncate) {
      return ofEach(value -> Truncate.of(value, graph.out(node).element()));
    }
    return MovementKernels.of(graph, node, operator instanceof Pad pad ? (float) pad.value() : 0);
  }

  /** The activation that is fused into an operator. */
  static Activation activation(Operator operator) {
    if (operator instanceof Conv2d conv) {
      return conv.activation();
    }
    if (operator instanceof DepthwiseConv2d conv) {
      return conv.activation();
    }
    if (operator instanceof TransposeConv2d spread) {
      return spread.activation();
    }
    if (operator instanceof Dense dense) {
      return dense.activation();
    }
    if (operator instanceof Binary binary) {
      return binary.activation();
    }
    return operator instanceof Pool2d pool ? pool.activation() : Activation.NONE;
  }

  private static RealKernel linear(LinearKernel kernel, Activation activation, int channels) {
    return inputs -> {
      double[] sums = kernel.sums(inputs.get(0), inputs.get(1));
      float[] bias = inputs.size() > 2 ? inputs.get(2) : ABSENT;
      float[] out = new float[sums.length];
      for (int i = 0; i < out.length; i++) {
        double sum = bias.length == 0 ? sums[i] : sums[i] + bias[i % channels];
        out[i] = (float) RealFunctions.clamp(activation, sum);
      }
      return out;
    };
  }

  private static RealKernel binary(Binary binary, Graph graph, Node node) {
    Shape to = graph.out(node).shape();
    int[] left = Gather.broadcast(graph.in(node, 0).shape(), to);
    int[] right = Gather.broadcast(graph.in(node, 1).shape(), to);
    return inputs -> {
      float[] out = new float[left.length];
      for (int i = 0; i < out.length; i++) {
        double value =
            RealFunctions.of(binary.kind(), inputs.get(0)[left[i]], inputs.get(1)[right[i]]);
        out[i] = (float) RealFunctions.clamp(binary.activation(), value);
      }
      return out;
    };
  }

  private static RealKernel unary(Unary unary) {
    return ofEach(x -> RealFunctions.of(unary, x));
  }

  private static RealKernel ofEach(DoubleUnaryOperator function) {
    return inputs -> {
      float[] out = new float[inputs.get(0).length];
      for (int i = 0; i < out.length; i++) {
        out[i] = (float) function.applyAsDouble(inputs.get(0)[i]);
      }
      return out;
    };
  }

  private static RealKernel softmax(double beta, int classes) {
    return inputs -> {
      float[] x = inputs.get(0);
      float[] out = new float[x.length];
      for (int row = 0; row < x.length; row += classes) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = row; i < row + classes; i++) {
          max = Math.max(max, beta * x[i]);
        }
        double sum = 0;
        for (int i = row; i < row + classes; i++) {
          sum += StrictMath.exp(beta * x[i] - max);
        }
        for (int i = row; i < row + classes; i++) {
          out[i] = (float) (StrictMath.exp(beta * x[i] - max) / sum);
        }
      }
      return out;
    };
  }

  private static RealKernel reduce(Reduce reduce, Graph graph, Node node) {
    Shape x = graph.in(node, 0).shape();
    int outputs = graph.out(node).shape().size();
    if (reduce.kind() == Reduce.Kind.MAX || reduce.kind() == Reduce.Kind.MIN) {
      return PoolKernels.extreme(
          Gather.reduction(x, reduce.axes()), outputs, reduce.kind() == Reduce.Kind.MAX);
    }
    LinearKernel sums = LinearKernels.of(graph, node);
    double divisor = reduce.kind() == Reduce.Kind.MEAN ? x.size() / (double) outputs : 1;
    return inputs -> {
      double[] sum = sums.sums(inputs.get(0), ABSENT);
      float[] out = new float[sum.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = (float) (sum[i] / divisor);
      }
      return out;
    };
  }
}
