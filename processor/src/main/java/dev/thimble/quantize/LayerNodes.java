package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives layers with weights their integer rule and their constants. */
final class LayerNodes {
  private final InsertWidths.Result widths;
  private final Graph real;
  private final Map<String, Quantization> scales;
  private final Graph.Builder integer;
  private final Constants constants;

  /** Where the integers of each layer's result lie, as far as its activation says. */
  private final Map<String, Range> ranges = new LinkedHashMap<>();

  LayerNodes(
      InsertWidths.Result widths,
      Map<String, Quantization> scales,
      Graph.Builder integer,
      Constants constants) {
    this.widths = widths;
    this.real = widths.graph();
    this.scales = scales;
    this.integer = integer;
    this.constants = constants;
  }

  /** Where the bytes of a value lie. */
  Range range(String value) {
    return ranges.getOrDefault(value, new Range(0, Int8.MIN, Int8.MAX));
  }

  /** A layer of bytes. */
  Node bytes(Node node, LayerInputs inputs) throws Problem {
    Value weights = constantWeights(node);
    Quantization in = Known.of(scales, node.inputs().get(0));
    Quantization out = Known.of(scales, node.output());
    WeightLayout layout = WeightLayout.of(node.operator(), weights.shape());
    Range inputRange = range(node.inputs().get(0));
    LayerQuantizer.Layer layer =
        new LayerQuantizer(layout, weights.floats(), in, inputRange, out, inputs.rounding())
            .quantise(inputs::biases)
            .orElseThrow(
                () ->
                    Unquantised.of(
                        node, "a sum of " + layout.perChannel() + " products may leave 32 bits"));
    Range range = Int8.range(FloatEvaluator.activation(node.operator()), out);
    ranges.put(node.output(), range);
    List<Arithmetic.Ratio> ratios = new ArrayList<>();
    for (int multiplier : layer.multipliers()) {
      ratios.add(new Arithmetic.Ratio(multiplier, layer.shift()));
    }
    return node.reading(
            List.of(
                node.inputs().get(0),
                weights(node, layer.weights(), layer.weightScales(), inputs.type()),
                biases(node, layer.biases(), layer.weightScales(), in)))
        .with(new Arithmetic.Scaled(in.zeroPoint(), 0, ratios, Arithmetic.Rounding.SINGLE, range));
  }

  /** A layer that reads 16 bits, or gives them. */
  Node words(Node node, LayerInputs inputs, boolean gives) throws Problem {
    Value weights = constantWeights(node);
    Quantization in = integer.find(node.inputs().get(0)).quantized();
    double finest = WordLayer.finest(weights.floats(), in.scale());
    double wanted = WordNodes.scale(widths.calibration(), node.output());
    Quantization out =
        gives
            ? Quantization.perTensor(Math.max(finest, wanted), 0)
            : Known.of(scales, node.output());
    WordLayer layer =
        WordLayer.of(
            node.step(),
            WeightLayout.of(node.operator(), weights.shape()),
            weights.floats(),
            inputs.rounding(),
            in.scale(),
            out.scale(),
            inputs::biases);
    ElementType type = gives ? ElementType.INT16 : ElementType.INT8;
    integer.value(Value.quantized(node.output(), type, real.out(node).shape(), out));
    Range range =
        Int8.range(
            FloatEvaluator.activation(node.operator()), out, (int) type.min(), (int) type.max());
    ranges.put(node.output(), range);
    return node.reading(
            List.of(
                node.inputs().get(0),
                weights(node, layer.weights(), layer.weightScales(), inputs.type()),
                biases(node, layer.biases(), layer.weightScales(), in)))
        .with(layer.rule(in.zeroPoint(), range));
  }

  private Value constantWeights(Node node) throws Problem {
    Value weights = real.in(node, 1);
    if (!weights.isConstant() || !real.input(node, 2).map(Value::isConstant).orElse(true)) {
      throw Unquantised.of(node, "its weights are not constant");
    }
    return weights;
  }

  private String weights(Node node, long[] data, double[] scales, ElementType type) {
    Value weights = real.in(node, 1);
    String name = constants.name(node, weights.name(), "_weights");
    Quantization meaning = byChannel(scales, LinearKernels.channelAxis(node.operator()));
    integer.value(Value.integers(name, type, weights.shape(), data).with(meaning));
    return name;
  }

  private String biases(Node node, long[] data, double[] scales, Quantization in) {
    String name = constants.name(node, real.input(node, 2).map(Value::name).orElse(""), "_bias");
    double[] steps = Arrays.stream(scales).map(scale -> scale * in.scale()).toArray();
    boolean fits = Arrays.stream(data).allMatch(bias -> bias == (int) bias);
    ElementType type = fits ? ElementType.INT32 : ElementType.INT64;
    integer.value(
        Value.integers(name, type, Shape.of(data.length), data).with(byChannel(steps, 0)));
    return name;
  }

  private static Quantization byChannel(double[] scales, int axis) {
    List<Double> list = Arrays.stream(scales).boxed().toList();
    return new Quantization(list, Collections.nCopies(scales.length, 0), axis);
  }
}
