package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Compare;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import dev.thimble.graph.passes.Passes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings a network of reals to signed bytes by the project's own contract ({@code NUMERICS.md},
 * section 2).
 *
 * <p>The nodes are quantised one after the other while all samples run beside, in reals and in
 * integers, so that each layer is corrected for what the layers before it really give.
 */
public final class Quantizer {
  /** Grids of features that are tried where a decision about a sample changes. */
  private static final int GRIDS = 12;

  private static final double COARSER = 1.0 / 64;

  private final Graph real;
  private final Map<String, Quantization> scales;
  private final QuantizerOptions options;
  private final NodeQuantizer nodes;
  private final FloatEvaluator evaluator;

  /** Runs before states are reset. */
  private final int runs;

  private final Roundings roundings;

  private States states = States.NONE;

  /** The values of each sample that later nodes still read. */
  private final List<Map<String, float[]>> reals = new ArrayList<>();

  private final List<Map<String, float[]>> integers = new ArrayList<>();

  private Quantizer(
      InsertWidths.Result widths,
      Map<String, Quantization> scales,
      Map<String, FeatureScales.Choice> inputs,
      QuantizerOptions options,
      int runs) {
    this.real = widths.graph();
    this.scales = scales;
    this.options = options;
    this.runs = runs;
    roundings = new Roundings(real, options, runs, reals, integers);
    nodes = new NodeQuantizer(widths, scales, inputs, roundings);
    evaluator = new FloatEvaluator(real);
  }

  /**
   * Quantises a network.
   *
   * @param network a graph of reals
   * @param samples typical inputs
   * @throws Problem if samples or weights are unsound, or an operator has no integer form
   */
  public static Quantised quantise(
      Graph network, CalibrationSamples samples, QuantizerOptions options) throws Problem {
    return quantise(network, samples, options, Map.of());
  }

  /**
   * Quantises what stands before, between or behind networks of integers.
   *
   * @param fixed inputs that are integers already, and outputs that should be the integers of the
   *     network that reads them, if their steps can give these
   */
  public static Quantised quantise(
      Graph network, CalibrationSamples samples, QuantizerOptions options, Map<String, Value> fixed)
      throws Problem {
    Graph plain = simplify(network);
    CalibrationSamples measured = samples.subset(options.rangeSamples(), options.seed());
    measured.check(plain);
    EqualiseChannels.Result equal =
        options.equalise() == Equalise.NOTHING
            ? new EqualiseChannels.Result(plain, Map.of())
            : EqualiseChannels.apply(plain, measured, InputChoices.free(plain, options, fixed));
    Calibration calibration = Calibration.measure(equal.graph(), measured);
    Map<String, Quantization> known = new LinkedHashMap<>();
    fixed.forEach((name, value) -> known.put(name, value.quantized()));
    known.putAll(equal.meanings(calibration));
    InputChoices choices = new InputChoices(equal.graph(), measured, calibration, options, fixed);
    return keepingDecisions(choices, samples, known);
  }

  /** The grids of features with which the fewest decisions change, the finest first. */
  private static Quantised keepingDecisions(
      InputChoices choices, CalibrationSamples samples, Map<String, Quantization> known)
      throws Problem {
    Map<String, FeatureScales.Choice> finest = choices.of(1);
    Quantised best = quantise(choices, samples, finest, known);
    int least = choices.haveFeatures() ? choices.changed(best) : 0;
    for (int i = 1; i < GRIDS && least > 0; i++) {
      Map<String, FeatureScales.Choice> coarser = choices.of(1 + i * COARSER);
      if (coarser.equals(finest)) {
        break;
      }
      Quantised tried = quantise(choices, samples, coarser, known);
      int changed = choices.changed(tried);
      best = changed < least ? tried : best;
      least = Math.min(least, changed);
    }
    return best;
  }

  private static Quantised quantise(
      InputChoices choices,
      CalibrationSamples samples,
      Map<String, FeatureScales.Choice> inputs,
      Map<String, Quantization> known)
      throws Problem {
    QuantizerOptions options = choices.options();
    Map<String, Quantization> given = new LinkedHashMap<>(known);
    inputs.forEach((name, choice) -> given.put(name, choice.meaning()));
    InsertRescales.Result rescaled = InsertRescales.apply(choices.graph(), choices.calibration());
    InsertWidths.Result widths =
        InsertWidths.apply(rescaled.graph(), rescaled.calibration(), inputs, options.widths());
    Map<String, Quantization> scales =
        ActivationScales.choose(widths.graph(), widths.calibration(), options.inputRanges(), given);
    CalibrationSamples chosen = samples.subset(options.qualitySamples(), options.seed());
    return new Quantizer(widths, scales, inputs, options, chosen.runs()).run(chosen);
  }

  /** The rewritings that keep what a graph of reals computes. */
  public static Graph simplify(Graph network) {
    Graph parts = new SplitSquaredDifference().apply(network);
    return new Passes(Quantizer::constant).apply(parts);
  }

  private static float[] constant(Graph graph) {
    return Known.of(new FloatEvaluator(graph).evaluate(List.of()), graph.outputs().get(0));
  }

  private Quantised run(CalibrationSamples samples) throws Problem {
    samples.samples().forEach(this::start);
    states = States.of(real, samples);
    List<StepQuality> qualities = new ArrayList<>();
    for (int i = 0; i < real.nodes().size(); i++) {
      Node node = real.nodes().get(i);
      Node done = nodes.add(node, () -> inputs(node));
      if (node.operator() instanceof ReadState) {
        remember(node);
      } else if (!(node.operator() instanceof WriteState)) {
        step(node, done);
      }
      if (measured(node)) {
        qualities.add(new StepQuality(node.name(), node.step(), decibels(node.output())));
      }
      forget(i);
    }
    return new Quantised(nodes.graph(), real, qualities);
  }

  private boolean measured(Node node) {
    return !(NodeQuantizer.isInteger(real, node)
        || node.operator() instanceof ArgExtreme
        || node.operator() instanceof Compare
        || node.operator() instanceof ReadState
        || node.operator() instanceof WriteState);
  }

  /** Lets each run find in a state what the run before left there. */
  private void remember(Node node) {
    Quantization meaning = Known.of(scales, node.output());
    for (int i = 0; i < reals.size(); i++) {
      float[] held = states.read(i, node);
      reals.get(i).put(node.output(), held);
      integers.get(i).put(node.output(), Int8.quantise(held, meaning));
    }
  }

  private void start(List<float[]> sample) {
    Map<String, float[]> real0 = new LinkedHashMap<>();
    Map<String, float[]> integer0 = new LinkedHashMap<>();
    for (int i = 0; i < real.inputs().size(); i++) {
      String name = real.inputs().get(i);
      real0.put(name, sample.get(i));
      Value value = nodes.graph().value(name);
      integer0.put(
          name,
          Int8.quantise(
              sample.get(i), value.quantized(), value.element().min(), value.element().max()));
    }
    reals.add(real0);
    integers.add(integer0);
  }

  /** Runs the node on all samples, in both worlds. */
  private void step(Node node, Node done) {
    Graph graph = nodes.graph();
    RealKernel kernel = IntegerKernels.of(graph, done);
    Map<String, float[]> constants = new LinkedHashMap<>();
    for (String name : done.inputs()) {
      if (graph.value(name).isConstant()) {
        constants.put(name, FloatEvaluator.reals(graph.value(name)));
      }
    }
    for (int i = 0; i < reals.size(); i++) {
      if (i % runs == 0) {
        evaluator.reset();
        kernel.reset();
      }
      reals.get(i).put(node.output(), evaluator.run(node, reals.get(i)));
      Map<String, float[]> values = integers.get(i);
      List<float[]> read =
          done.inputs().stream().map(n -> constants.getOrDefault(n, values.get(n))).toList();
      values.put(node.output(), kernel.run(read));
    }
  }

  private LayerInputs inputs(Node node) {
    String name = node.inputs().get(0);
    Quantization input = nodes.graph().value(name).quantized();
    return new LayerInputs(
        real,
        node,
        mean(reals, name, 0),
        mean(integers, name, input.zeroPoint()),
        input,
        options.biasCorrection(),
        roundings.type(node),
        roundings.of(node, 1, input.zeroPoint()));
  }

  private static float[] mean(List<Map<String, float[]>> samples, String name, int zero) {
    double[] sums = new double[Known.of(samples.get(0), name).length];
    for (Map<String, float[]> values : samples) {
      float[] value = Known.of(values, name);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += value[i] - zero;
      }
    }
    float[] means = new float[sums.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) (sums[i] / samples.size());
    }
    return means;
  }

  private double decibels(String name) {
    Value value = nodes.graph().value(name);
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < reals.size(); i++) {
      float[] wanted = Known.of(reals.get(i), name);
      float[] got = IntegerEvaluator.reals(value, Known.of(integers.get(i), name));
      for (int j = 0; j < wanted.length; j++) {
        signal += (double) wanted[j] * wanted[j];
        noise += ((double) got[j] - wanted[j]) * ((double) got[j] - wanted[j]);
      }
    }
    return noise == 0 ? Double.POSITIVE_INFINITY : 10 * StrictMath.log10(signal / noise);
  }

  /** Drops the values that no node after the i-th reads. */
  private void forget(int i) {
    Set<String> needed = new LinkedHashSet<>();
    real.nodes().subList(i + 1, real.nodes().size()).forEach(node -> needed.addAll(node.inputs()));
    reals.forEach(values -> values.keySet().retainAll(needed));
    integers.forEach(values -> values.keySet().retainAll(needed));
  }
}
