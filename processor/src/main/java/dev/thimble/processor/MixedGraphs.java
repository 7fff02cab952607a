package dev.thimble.processor;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Quantised;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.util.List;
import java.util.Optional;

/**
 * Graphs of reals, of integers, and of both: networks of integers keep their numbers; steps of
 * reals before, between and behind them are quantised one part after the other, on what the parts
 * before give for the calibration data.
 */
final class MixedGraphs {
  private MixedGraphs() {}

  /**
   * The graph in integers throughout.
   *
   * @param dataValues the values that the samples hold: the graph's inputs, or windows over a
   *     signal
   */
  static IntegerGraphs.Result of(
      Graph graph, List<String> dataValues, CalibrationSamples samples, QuantizerOptions options)
      throws Problem {
    RealPart part = RealPart.first(graph, dataValues);
    if (part.isEmpty()) {
      return new IntegerGraphs.Result(
          ReferenceArithmetic.apply(part.graph(), Profile.TFLM), Optional.empty(), given -> given);
    }
    boolean measurable = part.isLast() && (part.isWhole() || !dataValues.equals(graph.inputs()));
    RealPart.Result result = part.quantised(samples, options);
    if (part.isLast()) {
      Optional<Quantised> quantised =
          measurable ? Optional.of(result.quantised()) : Optional.empty();
      return new IntegerGraphs.Result(result.graph(), quantised, part::read);
    }
    Graph rest = of(result.graph(), dataValues, samples, options).integer();
    return new IntegerGraphs.Result(rest, Optional.empty(), given -> given);
  }
}
