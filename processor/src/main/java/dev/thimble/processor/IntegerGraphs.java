package dev.thimble.processor;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.passes.IntegerPasses;
import dev.thimble.importer.TensorFile;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Quantised;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.quantize.ValueRange;
import dev.thimble.resolve.ResolvedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A resolved graph as one of integers: quantised here, or by the rules of the file that it came
 * from.
 */
final class IntegerGraphs {
  private IntegerGraphs() {}

  /**
   * A graph of integers.
   *
   * @param quantised how it, or what comes behind a signal or a network, was made of reals
   * @param feeding takes samples of the data files to what the quantised part reads
   */
  record Result(Graph integer, Optional<Quantised> quantised, Feeding feeding) {}

  /** What a part of the graph reads, for samples of the data files. */
  interface Feeding {
    CalibrationSamples apply(CalibrationSamples samples) throws Problem;
  }

  /**
   * The graph of integers, rewritten so that nothing is computed for nothing.
   *
   * @param options how reals are quantised
   */
  static Result of(ResolvedModel model, QuantizerOptions options) throws Problem {
    Set<String> named =
        model.steps().stream().map(ResolvedModel.ResolvedStep::value).collect(Collectors.toSet());
    Result result = quantised(model, options);
    Graph decided = Detections.added(result.integer(), model.detections());
    return new Result(
        new IntegerPasses(named).apply(decided), result.quantised(), result.feeding());
  }

  private static Result quantised(ResolvedModel model, QuantizerOptions options) throws Problem {
    Map<String, ValueRange> ranges = new LinkedHashMap<>();
    model
        .inputRanges()
        .forEach((input, range) -> ranges.put(input, ValueRange.of(range.min(), range.max())));
    return MixedGraphs.of(
        model.graph(), model.dataValues(), samples(model), options.withInputs(ranges));
  }

  private static CalibrationSamples samples(ResolvedModel model) {
    Optional<TensorFile> file = model.calibration();
    return file.map(f -> DataSets.runs(f, model))
        .orElseGet(() -> new CalibrationSamples(List.of()));
  }
}
