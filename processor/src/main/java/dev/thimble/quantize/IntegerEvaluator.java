package dev.thimble.quantize;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a graph that was quantised here, straight from its rules: the measure of its quality, and a
 * second opinion on whatever is generated from it. Integers are held in floats, which eight and
 * sixteen bits fit. For one thread.
 */
public final class IntegerEvaluator {
  private final Graph graph;
  private final Map<String, float[]> constants = new LinkedHashMap<>();
  private final Map<String, RealKernel> kernels = new LinkedHashMap<>();

  /** What was written in earlier calls. */
  private final Map<String, float[]> states = new LinkedHashMap<>();

  /** Makes a graph ready to run. */
  public IntegerEvaluator(Graph graph) {
    this.graph = graph;
    graph.values().values().stream()
        .filter(Value::isConstant)
        .forEach(value -> constants.put(value.name(), FloatEvaluator.reals(value)));
    for (Node node : graph.nodes()) {
      if (node.operator() instanceof ReadState read) {
        kernels.put(node.name(), inputs -> states.getOrDefault(read.state(), inputs.get(0)));
      } else if (!(node.operator() instanceof WriteState)) {
        kernels.put(node.name(), IntegerKernels.of(graph, node));
      }
    }
  }

  /** Forgets what earlier calls left in states. */
  public void reset() {
    kernels.values().forEach(RealKernel::reset);
    states.clear();
  }

  /** All values for one sample of reals, by name, constants included. */
  public Map<String, float[]> evaluate(List<float[]> inputs) {
    Map<String, float[]> values = new LinkedHashMap<>(constants);
    for (int i = 0; i < inputs.size(); i++) {
      Value input = graph.value(graph.inputs().get(i));
      values.put(
          input.name(),
          Int8.quantise(
              inputs.get(i), input.quantized(), input.element().min(), input.element().max()));
    }
    Map<String, float[]> written = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      List<float[]> read = new ArrayList<>();
      node.inputs().forEach(name -> read.add(values.getOrDefault(name, new float[0])));
      if (node.operator() instanceof WriteState write) {
        written.put(write.state(), read.get(0));
      } else {
        values.put(node.output(), Known.of(kernels, node.name()).run(read));
      }
    }
    states.putAll(written);
    return values;
  }

  /** The reals that a value's integers stand for; integers without a scale stand for themselves. */
  public static float[] reals(Value value, float[] integers) {
    float[] reals = integers.clone();
    value
        .quantization()
        .ifPresent(
            q -> {
              for (int i = 0; i < reals.length; i++) {
                int zero = q.zeroPoints().get(q.perChannel() ? i : 0);
                reals[i] = (float) ((reals[i] - zero) * q.scale(i));
              }
            });
    return reals;
  }
}
