package dev.thimble.quantize;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the inputs of a network of reals become where that is more than bytes of the measured range:
 * 16 bits, or features that only classical models read.
 *
 * @param samples on which ranges are measured
 * @param fixed inputs that are integers already
 */
record InputChoices(
    Graph graph,
    CalibrationSamples samples,
    Calibration calibration,
    QuantizerOptions options,
    Map<String, Value> fixed) {
  /** Inputs of bytes whose features may have scales of their own. */
  static Set<String> free(Graph graph, QuantizerOptions options, Map<String, Value> fixed) {
    if (options.equalise() != Equalise.CHANNELS_AND_FEATURES) {
      return Set.of();
    }
    Set<String> free = new LinkedHashSet<>(graph.inputs());
    free.removeAll(fixed.keySet());
    free.removeAll(options.inputRanges().keySet());
    free.removeIf(name -> Wide.features(graph, name) || Words.wants(graph, name, options.widths()));
    return free;
  }

  /** Whether classical models read an input. */
  boolean haveFeatures() {
    return graph.inputs().stream().anyMatch(name -> Wide.features(graph, name));
  }

  /** Of how many samples a model decides otherwise than its reals. */
  int changed(Quantised model) {
    return Decisions.changed(model, samples, options.seed());
  }

  /**
   * The choices by input.
   *
   * @param coarser by how much the steps of features are larger than they need be; at least 1
   */
  Map<String, FeatureScales.Choice> of(double coarser) {
    Map<String, FeatureScales.Choice> choices = new LinkedHashMap<>();
    for (String name : graph.inputs()) {
      Value given = fixed.get(name);
      if (given != null && given.element() == ElementType.INT16) {
        choices.put(name, FeatureScales.Choice.word(given.quantized()));
      } else if (given == null && Wide.features(graph, name)) {
        choices.put(name, features(name, coarser));
      } else if (given == null && Words.wants(graph, name, options.widths())) {
        choices.put(name, words(name));
      }
    }
    return choices;
  }

  private FeatureScales.Choice features(String name, double coarser) {
    int position = graph.inputs().indexOf(name);
    ValueRange stated = options.inputRanges().getOrDefault(name, FeatureRanges.unstated());
    int size = graph.value(name).shape().size();
    FeatureRanges ranges = FeatureRanges.of(samples, position, size, stated);
    List<float[]> rows = samples.samples().stream().map(sample -> sample.get(position)).toList();
    int bits = options.inputBits().getOrDefault(name, 0);
    return FeatureScales.of(graph, name, ranges, rows, bits, coarser);
  }

  private FeatureScales.Choice words(String name) {
    ValueRange measured = calibration.range(name);
    ValueRange range = options.inputRanges().getOrDefault(name, measured);
    return FeatureScales.Choice.word(
        Words.ofInput(new ValueRange(range.low(), range.high(), measured.integral())));
  }
}
