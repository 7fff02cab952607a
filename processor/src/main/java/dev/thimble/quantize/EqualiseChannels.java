package dev.thimble.quantize;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the channels of a layer's result to like ranges, since they share one scale: what the
 * layer multiplies a channel by, those who read it divide by ({@code NUMERICS.md}, section 2; Nagel
 * et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", 2019).
 *
 * <p>All factors are powers of two: in reals the network computes what it did, bit for bit. A
 * channel's result and the weights that read it share the gain evenly; where these weights have a
 * scale of their own for the channel, it is the result's alone. Only where what lies between scales
 * with its input: layers without activation or with one at zero, pooling, reshaping.
 */
final class EqualiseChannels {
  /** Beyond 2 to this power a channel is all but silent. */
  private static final int MOST = 6;

  private static final double EVENLY = 0.5;

  private final Graph graph;
  private final Map<String, float[]> peaks;
  private final Map<String, Value> values;
  private final Map<String, Node> nodes = new LinkedHashMap<>();

  /** A layer that reads channels: the element k of its input's last axis is {@code channels[k]}. */
  private record Reader(Node node, int[] channels) {}

  private EqualiseChannels(Graph graph, Map<String, float[]> peaks) {
    this.graph = graph;
    this.peaks = peaks;
    values = new LinkedHashMap<>(graph.values());
    graph.nodes().forEach(node -> nodes.put(node.name(), node));
  }

  /** The equalised network; the same one where nothing can be gained. */
  static Graph apply(Graph graph, CalibrationSamples samples) {
    EqualiseChannels pass = new EqualiseChannels(graph, peaks(graph, samples));
    boolean any = false;
    for (Node node : graph.nodes()) {
      any |= pass.equalise(node);
    }
    return any
        ? new Graph(pass.values, List.copyOf(pass.nodes.values()), graph.inputs(), graph.outputs())
        : graph;
  }

  /** The largest magnitude in each channel of what layers give. */
  private static Map<String, float[]> peaks(Graph graph, CalibrationSamples samples) {
    FloatEvaluator evaluator = new FloatEvaluator(graph);
    List<String> layers =
        graph.nodes().stream().filter(node -> scales(graph, node)).map(Node::output).toList();
    Map<String, float[]> peaks = new LinkedHashMap<>();
    layers.forEach(name -> peaks.put(name, new float[graph.value(name).shape().extent(-1)]));
    for (int i = 0; i < samples.size(); i++) {
      if (samples.begins(i)) {
        evaluator.reset();
      }
      Map<String, float[]> run = evaluator.evaluate(samples.samples().get(i));
      for (String name : layers) {
        float[] peak = Known.of(peaks, name);
        float[] data = Known.of(run, name);
        for (int k = 0; k < data.length; k++) {
          peak[k % peak.length] = Math.max(peak[k % peak.length], Math.abs(data[k]));
        }
      }
    }
    return peaks;
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
    return activation.filter(EqualiseChannels::scales).isPresent()
        && !graph.outputs().contains(node.output())
        && isReal(graph.in(node, 1))
        && graph.input(node, 2).map(EqualiseChannels::isReal).orElse(true);
  }

  private static boolean scales(Activation activation) {
    return activation == Activation.NONE || activation == Activation.RELU;
  }

  private static boolean isReal(Value value) {
    return value.constant().filter(c -> c instanceof Constant.Floats).isPresent();
  }

  private boolean equalise(Node layer) {
    float[] peak = peaks.get(layer.output());
    List<Reader> readers = new ArrayList<>();
    if (peak == null || !readers(layer.output(), identity(peak.length), readers)) {
      return false;
    }
    int[] powers = powers(peak, readers);
    for (int power : powers) {
      if (power != powers[0]) {
        multiply(layer, powers);
        readers.forEach(reader -> divide(reader, powers));
        return true;
      }
    }
    return false;
  }

  private static int[] identity(int size) {
    int[] channels = new int[size];
    for (int i = 0; i < size; i++) {
      channels[i] = i;
    }
    return channels;
  }

  /** All layers that read a value; false where somebody else does. */
  private boolean readers(String value, int[] channels, List<Reader> readers) {
    if (graph.outputs().contains(value)) {
      return false;
    }
    for (Node node : graph.consumers(value)) {
      boolean reads = node.inputs().indexOf(value) == 0 && node.inputs().lastIndexOf(value) == 0;
      if (reads && absorbs(node)) {
        readers.add(new Reader(node, channels));
      } else if (!reads
          || !passes(node)
          || !readers(node.output(), behind(node, channels), readers)) {
        return false;
      }
    }
    return true;
  }

  private boolean absorbs(Node node) {
    Shape x = graph.in(node, 0).shape();
    boolean last =
        node.operator() instanceof Conv2d
            ? graph.in(node, 1).shape().extent(3) == x.extent(-1)
            : node.operator() instanceof DepthwiseConv2d
                || (node.operator() instanceof Dense
                    && x.rank() > 0
                    && graph.in(node, 1).shape().extent(1) % x.extent(-1) == 0);
    return last && isReal(graph.in(node, 1));
  }

  private boolean passes(Node node) {
    Shape from = graph.in(node, 0).shape();
    Shape to = graph.out(node).shape();
    return (node.operator() instanceof Pool2d pool && scales(pool.activation()))
        || (node.operator() instanceof Reshape
            && from.rank() > 0
            && to.rank() > 0
            && to.extent(-1) % from.extent(-1) == 0);
  }

  private int[] behind(Node node, int[] channels) {
    int[] more = new int[graph.out(node).shape().extent(-1)];
    for (int i = 0; i < more.length; i++) {
      more[i] = channels[i % channels.length];
    }
    return more;
  }

  /** By what power of two each channel grows. */
  private int[] powers(float[] peak, List<Reader> readers) {
    double[] weights = new double[peak.length];
    boolean shared = false;
    for (Reader reader : readers) {
      if (!(reader.node().operator() instanceof DepthwiseConv2d)) {
        shared = true;
        float[] data = current(reader.node(), 1).floats();
        for (int i = 0; i < data.length; i++) {
          int channel = channel(reader, i);
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

  /** The channel that an element of a reader's weights is multiplied with. */
  private int channel(Reader reader, int element) {
    int size = reader.channels().length;
    if (reader.node().operator() instanceof DepthwiseConv2d) {
      int outputs = graph.in(reader.node(), 1).shape().extent(2);
      return reader.channels()[element % outputs / (outputs / size)];
    }
    return reader.channels()[element % size];
  }

  private Value current(Node node, int input) {
    String name = nodes.getOrDefault(node.name(), node).inputs().get(input);
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

  private void divide(Reader reader, int[] powers) {
    float[] weights = current(reader.node(), 1).floats().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.scalb(weights[i], -powers[channel(reader, i)]);
    }
    put(reader.node(), 1, weights);
  }

  /** Gives a node a constant of its own. */
  private void put(Node node, int input, float[] data) {
    Node now = nodes.getOrDefault(node.name(), node);
    String name = node.name() + "_equalised" + input;
    List<String> inputs = new ArrayList<>(now.inputs());
    values.put(name, Value.real(name, current(node, input).shape(), data));
    inputs.set(input, name);
    nodes.put(node.name(), now.reading(inputs));
  }
}
