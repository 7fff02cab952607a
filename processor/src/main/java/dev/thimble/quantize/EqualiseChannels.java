package dev.thimble.quantize;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the channels of a layer's result to like ranges, since they share one scale: what the
 * layer multiplies a channel by, those who read it divide by ({@code NUMERICS.md}, section 2; Nagel
 * et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", 2019).
 *
 * <p>All factors are powers of two: in reals the network computes what it did, bit for bit. A
 * channel's result and the weights that read it share the gain evenly; where these weights have a
 * scale of their own for the channel, it is the result's alone. Only where what lies between scales
 * with its input: layers without activation or with one at zero, pooling, reshaping.
 *
 * <p>An input's features are channels too: a multiplication is put behind the input, which costs
 * nothing if the input's integers have these factors in their scales.
 */
final class EqualiseChannels {
  /** Beyond 2 to this power a channel is all but silent. */
  private static final int MOST = 6;

  private static final double EVENLY = 0.5;

  private final Graph graph;
  private final Map<String, float[]> peaks;
  private final Map<String, Value> values;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, InputFactors> scaled = new LinkedHashMap<>();

  /**
   * What was done.
   *
   * @param inputs by name of an input what it is multiplied by
   */
  record Result(Graph graph, Map<String, InputFactors> inputs) {
    /** What the integers of these inputs, and of their products, stand for. */
    Map<String, Quantization> meanings(Calibration calibration) {
      Map<String, Quantization> meanings = new LinkedHashMap<>();
      inputs.forEach(
          (name, factors) -> {
            int elements = graph.value(name).shape().size();
            ValueRange range = calibration.range(factors.product());
            meanings.putAll(factors.meanings(name, elements, range));
          });
      return meanings;
    }
  }

  private EqualiseChannels(Graph graph, Map<String, float[]> peaks) {
    this.graph = graph;
    this.peaks = peaks;
    values = new LinkedHashMap<>(graph.values());
    graph.nodes().forEach(node -> nodes.put(node.name(), node));
  }

  /**
   * Equalises.
   *
   * @param inputs whose features may get scales of their own; none of whole numbers does
   * @return the same graph where nothing can be gained
   */
  static Result apply(Graph graph, CalibrationSamples samples, Set<String> inputs) {
    EqualiseChannels pass = new EqualiseChannels(graph, peaks(graph, samples, inputs));
    boolean any = false;
    for (Node node : graph.nodes()) {
      any |= pass.equalise(node);
    }
    for (String input : graph.inputs()) {
      any |= pass.equalise(input);
    }
    return any ? new Result(pass.graph(), pass.scaled) : new Result(graph, Map.of());
  }

  private Graph graph() {
    List<Node> all = new ArrayList<>();
    scaled.forEach((input, factors) -> all.add(factors.node(input)));
    all.addAll(nodes.values());
    return new Graph(values, all, graph.inputs(), graph.outputs());
  }

  /** The largest magnitude in each channel of what layers give, and of inputs. */
  private static Map<String, float[]> peaks(
      Graph graph, CalibrationSamples samples, Set<String> inputs) {
    FloatEvaluator evaluator = new FloatEvaluator(graph);
    Map<String, float[]> peaks = new LinkedHashMap<>();
    graph.nodes().stream()
        .filter(node -> scales(graph, node))
        .map(Node::output)
        .forEach(name -> peaks.put(name, new float[graph.value(name).shape().extent(-1)]));
    inputs.stream()
        .filter(name -> graph.value(name).shape().rank() > 0)
        .forEach(name -> peaks.put(name, new float[graph.value(name).shape().extent(-1)]));
    Set<String> whole = new LinkedHashSet<>(inputs);
    for (int i = 0; i < samples.size(); i++) {
      if (samples.begins(i)) {
        evaluator.reset();
      }
      Map<String, float[]> run = evaluator.evaluate(samples.samples().get(i));
      peaks.forEach((name, peak) -> raise(peak, Known.of(run, name)));
      whole.removeIf(name -> !ValueRange.of(Known.of(run, name)).integral());
    }
    peaks.keySet().removeAll(whole);
    return peaks;
  }

  private static void raise(float[] peak, float[] data) {
    for (int k = 0; k < data.length; k++) {
      peak[k % peak.length] = Math.max(peak[k % peak.length], Math.abs(data[k]));
    }
  }

  /** Whether a layer's result scales with its weights and bias. */
  private static boolean scales(Graph graph, Node node) {
    Optional<Activation> activation =
        node.operator() instanceof Conv2d conv
            ? Optional.of(conv.activation())
            : node.operator() instanceof DepthwiseConv2d depthwise
                ? Optional.of(depthwise.activation())
                : node.operator() instanceof Dense dense
                    ? Optional.of(dense.activation())
                    : Optional.empty();
    return activation.filter(ChannelReader::scales).isPresent()
        && !graph.outputs().contains(node.output())
        && ChannelReader.isReal(graph.in(node, 1))
        && graph.input(node, 2).map(ChannelReader::isReal).orElse(true);
  }

  private boolean equalise(Node layer) {
    float[] peak = peaks.get(layer.output());
    Optional<List<ChannelReader>> readers = ChannelReader.all(graph, layer.output());
    if (peak == null || readers.isEmpty()) {
      return false;
    }
    int[] powers = powers(peak, readers.get());
    if (same(powers)) {
      return false;
    }
    multiply(layer, powers);
    readers.get().forEach(reader -> divide(reader, powers));
    return true;
  }

  private boolean equalise(String input) {
    float[] peak = peaks.get(input);
    Optional<List<ChannelReader>> readers = ChannelReader.all(graph, input);
    if (peak == null || readers.isEmpty()) {
      return false;
    }
    int[] powers = powers(peak, readers.get());
    if (same(powers)) {
      return false;
    }
    String product = input + "_equalised";
    values.put(product, Value.real(product, graph.value(input).shape()));
    InputFactors factors = new InputFactors(product, powers);
    values.put(factors.factors().name(), factors.factors());
    scaled.put(input, factors);
    for (Node node : graph.consumers(input)) {
      Node now = Known.of(nodes, node.name());
      List<String> read =
          now.inputs().stream().map(name -> name.equals(input) ? product : name).toList();
      nodes.put(node.name(), now.reading(read));
    }
    readers.get().forEach(reader -> divide(reader, powers));
    return true;
  }

  private static boolean same(int[] powers) {
    return Arrays.stream(powers).allMatch(power -> power == powers[0]);
  }

  /** By what power of two each channel grows. */
  private int[] powers(float[] peak, List<ChannelReader> readers) {
    double[] weights = new double[peak.length];
    boolean shared = false;
    for (ChannelReader reader : readers) {
      if (!(reader.node().operator() instanceof DepthwiseConv2d)) {
        shared = true;
        float[] data = current(reader.node(), 1).floats();
        for (int i = 0; i < data.length; i++) {
          int channel = reader.channel(i);
          weights[channel] = Math.max(weights[channel], Math.abs(data[i]));
        }
      }
    }
    double[] gains = new double[peak.length];
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < gains.length; c++) {
      boolean silent = peak[c] == 0 || (shared && weights[c] == 0);
      gains[c] = silent ? Double.NaN : log2(shared ? weights[c] / peak[c] : 1 / peak[c]);
      gains[c] *= shared ? EVENLY : 1;
      least = silent ? least : Math.min(least, gains[c]);
    }
    int[] powers = new int[peak.length];
    for (int c = 0; c < powers.length; c++) {
      powers[c] =
          Double.isNaN(gains[c]) ? 0 : (int) Math.min(MOST, StrictMath.round(gains[c] - least));
    }
    return powers;
  }

  private static double log2(double x) {
    return StrictMath.log(x) / StrictMath.log(2);
  }

  private Value current(Node node, int input) {
    String name = Known.of(nodes, node.name()).inputs().get(input);
    return Known.of(values, name);
  }

  private void multiply(Node layer, int[] powers) {
    float[] weights = current(layer, 1).floats().clone();
    boolean last = layer.operator() instanceof DepthwiseConv2d;
    int each = weights.length / powers.length;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.scalb(weights[i], powers[last ? i % powers.length : i / each]);
    }
    put(layer, 1, weights);
    if (graph.input(layer, 2).isPresent()) {
      float[] bias = current(layer, 2).floats().clone();
      for (int c = 0; c < bias.length; c++) {
        bias[c] = Math.scalb(bias[c], powers[c]);
      }
      put(layer, 2, bias);
    }
  }

  private void divide(ChannelReader reader, int[] powers) {
    float[] weights = current(reader.node(), 1).floats().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.scalb(weights[i], -powers[reader.channel(i)]);
    }
    put(reader.node(), 1, weights);
  }

  /** Gives a node a constant of its own. */
  private void put(Node node, int input, float[] data) {
    Node now = Known.of(nodes, node.name());
    String name = node.name() + "_equalised" + input;
    List<String> inputs = new ArrayList<>(now.inputs());
    values.put(name, Value.real(name, current(node, input).shape(), data));
    inputs.set(input, name);
    nodes.put(node.name(), now.reading(inputs));
  }
}
