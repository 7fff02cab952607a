package dev.thimble.graph.passes;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Shape;
import dev.thimble.graph.TransposeConv2d;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A multiplication by, or an addition of, one constant a channel behind a linear layer goes into
 * its weights and bias; a batch normalisation is both.
 *
 * <p>Only behind: a shift before a padded convolution does not reach the padding, so it cannot go
 * into the bias.
 */
public final class FoldScaleAndShift implements GraphPass {
  /** What a node does to each channel: {@code scale[c] * x + shift[c]}. */
  private record Affine(double[] scale, double[] shift) {}

  @Override
  public Graph apply(Graph graph) {
    for (Node node : graph.nodes()) {
      for (int constant = 0;
          constant < node.inputs().size() && node.operator() instanceof Binary;
          constant++) {
        Optional<Graph> folded = folded(graph, node, (Binary) node.operator(), constant);
        if (folded.isPresent()) {
          return apply(folded.get());
        }
      }
    }
    return graph;
  }

  private static Optional<Graph> folded(Graph graph, Node node, Binary binary, int constant) {
    Value factor = graph.in(node, constant);
    String sums = node.inputs().get(1 - constant);
    Optional<Node> layer = Rewriting.soleProducer(graph, sums).filter(l -> linear(graph, l));
    Shape shape = graph.value(sums).shape();
    if (layer.isEmpty()
        || !factor.isConstant()
        || !(factor.constant().orElseThrow() instanceof Constant.Floats floats)
        || !graph.out(node).shape().equals(shape)
        || !perChannel(factor.shape(), shape.extent(-1))) {
      return Optional.empty();
    }
    return affine(binary.kind(), floats.values(), constant, shape.extent(-1))
        .map(affine -> merged(graph, layer.get(), node, binary.activation(), affine));
  }

  /** Whether a layer without activation has constant weights, and a constant bias or none. */
  private static boolean linear(Graph graph, Node layer) {
    return withActivation(layer.operator(), Activation.NONE).equals(Optional.of(layer.operator()))
        && reals(graph.in(layer, 1))
        && graph.input(layer, 2).map(FoldScaleAndShift::reals).orElse(true);
  }

  /** Constant and real: a file may hold integers where weights are expected. */
  private static boolean reals(Value value) {
    return value.constant().filter(c -> c instanceof Constant.Floats).isPresent();
  }

  private static boolean perChannel(Shape shape, int channels) {
    return shape.elements() == 1 || (shape.elements() == channels && shape.extent(-1) == channels);
  }

  private static Optional<Affine> affine(
      Binary.Kind kind, float[] constant, int position, int channels) {
    double[] ones = new double[channels];
    Arrays.fill(ones, 1);
    double[] values = new double[channels];
    Arrays.setAll(values, c -> constant[constant.length == 1 ? 0 : c]);
    double[] negative = Arrays.stream(values).map(v -> -v).toArray();
    double[] minusOnes = Arrays.stream(ones).map(v -> -v).toArray();
    double[] inverse = Arrays.stream(values).map(v -> 1 / v).toArray();
    return switch (kind) {
      case MUL -> Optional.of(new Affine(values, new double[channels]));
      case ADD -> Optional.of(new Affine(ones, values));
      case SUB ->
          Optional.of(position == 1 ? new Affine(ones, negative) : new Affine(minusOnes, values));
      case DIV ->
          position == 1 ? Optional.of(new Affine(inverse, new double[channels])) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Graph merged(
      Graph graph, Node layer, Node node, Activation activation, Affine affine) {
    Value weights = graph.in(layer, 1);
    float[] scaled = scaled(weights, affine.scale(), layer.operator() instanceof DepthwiseConv2d);
    String weightsName = name(graph, weights.name(), layer.name() + "_weights");
    Optional<Value> bias = graph.input(layer, 2);
    String biasName = name(graph, bias.map(Value::name).orElse(""), layer.name() + "_bias");
    int channels = affine.shift().length;
    float[] shifted = new float[channels];
    for (int c = 0; c < channels; c++) {
      double known = bias.isPresent() ? bias.get().floats()[c] : 0;
      shifted[c] = (float) (known * affine.scale()[c] + affine.shift()[c]);
    }
    Operator operator = withActivation(layer.operator(), activation).orElseThrow();
    List<String> inputs = new ArrayList<>(List.of(layer.inputs().get(0), weightsName, biasName));
    Node merged = Rewriting.writing(layer.with(operator).reading(inputs), node.output());
    List<Value> changed =
        List.of(
            Value.real(weightsName, weights.shape(), scaled),
            Value.real(biasName, Shape.of(channels), shifted));
    return Rewriting.merge(graph, layer, node, merged, changed);
  }

  private static float[] scaled(Value weights, double[] scale, boolean channelsLast) {
    float[] scaled = weights.floats().clone();
    int perChannel = scaled.length / scale.length;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (scaled[i] * scale[channelsLast ? i % scale.length : i / perChannel]);
    }
    return scaled;
  }

  /** The constant's own name if nobody else reads it, else a new one. */
  private static String name(Graph graph, String own, String wanted) {
    if (!own.isEmpty() && Rewriting.readOnce(graph, own)) {
      return own;
    }
    String name = wanted;
    while (graph.values().containsKey(name)) {
      name += "_";
    }
    return name;
  }

  private static Optional<Operator> withActivation(Operator layer, Activation activation) {
    if (layer instanceof Conv2d conv) {
      return Optional.of(new Conv2d(conv.window(), activation));
    }
    if (layer instanceof DepthwiseConv2d conv) {
      return Optional.of(new DepthwiseConv2d(conv.window(), activation));
    }
    if (layer instanceof TransposeConv2d conv) {
      return Optional.of(conv.with(activation));
    }
    return layer instanceof Dense ? Optional.of(new Dense(activation)) : Optional.empty();
  }
}
