package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.QuantisationMessage;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Trees;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The range of every value over all samples, constants included. Plain minimum and maximum:
 * percentiles gained nothing at eight bits, and ranges by squared error lost accuracy.
 *
 * @param ranges by name of the value
 * @param margins by name of a row of scores of trees: by how much the largest exceeds the second,
 *     at least
 */
public record Calibration(Map<String, ValueRange> ranges, Map<String, Double> margins) {
  /** So many samples tell a margin. */
  private static final int ENOUGH = 100;

  /** Copies the maps, keeping their order. */
  public Calibration {
    ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
    margins = Collections.unmodifiableMap(new LinkedHashMap<>(margins));
  }

  /**
   * Measures a graph of reals.
   *
   * @throws Problem if there are no samples, if they do not fit, or if a value is not finite
   */
  public static Calibration measure(Graph graph, CalibrationSamples samples) throws Problem {
    checkConstants(graph);
    samples.check(graph);
    FloatEvaluator evaluator = new FloatEvaluator(graph);
    Map<String, ValueRange> ranges = new LinkedHashMap<>();
    Map<String, Double> margins = new LinkedHashMap<>();
    for (Value value : graph.values().values()) {
      if (value.isConstant()) {
        ranges.put(value.name(), ValueRange.of(FloatEvaluator.reals(value)));
      }
    }
    for (int i = 0; i < samples.size(); i++) {
      if (samples.begins(i)) {
        evaluator.reset();
      }
      Map<String, float[]> values = evaluator.evaluate(samples.samples().get(i));
      for (String input : graph.inputs()) {
        ranges.merge(input, ValueRange.of(Known.of(values, input)), ValueRange::union);
      }
      for (Node node : graph.nodes()) {
        if (node.operator() instanceof WriteState) {
          continue;
        }
        float[] data = Known.of(values, node.output());
        int bad = CalibrationSamples.firstNotFinite(data);
        if (bad >= 0) {
          throw new Problem(
              QuantisationMessage.TM1306_VALUE_NOT_FINITE, node.step(), bad, data[bad], i);
        }
        ranges.merge(node.output(), ValueRange.of(data), ValueRange::union);
        if (node.operator() instanceof Trees) {
          margins.merge(node.output(), margin(data), Math::min);
        }
      }
    }
    // A margin that few samples have says little of others.
    return new Calibration(ranges, samples.size() < ENOUGH ? Map.of() : margins);
  }

  private static void checkConstants(Graph graph) throws Problem {
    for (Value value : graph.values().values()) {
      if (value.isConstant() && value.constant().orElseThrow() instanceof Constant.Floats floats) {
        int bad = CalibrationSamples.firstNotFinite(floats.values());
        if (bad >= 0) {
          throw new Problem(
              QuantisationMessage.TM1305_CONSTANT_NOT_FINITE,
              bad,
              value.name(),
              floats.values()[bad]);
        }
      }
    }
  }

  private static double margin(float[] scores) {
    double first = Double.NEGATIVE_INFINITY;
    double second = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      second = Math.max(second, Math.min(first, score));
      first = Math.max(first, score);
    }
    return first - second;
  }

  /** The range of a value. */
  public ValueRange range(String value) {
    ValueRange range = ranges.get(value);
    if (range == null) {
      throw new IllegalArgumentException("no range of " + value);
    }
    return range;
  }

  /** The same with one more value. */
  Calibration with(String value, ValueRange range) {
    Map<String, ValueRange> more = new LinkedHashMap<>(ranges);
    more.put(value, range);
    return new Calibration(more, margins);
  }
}
