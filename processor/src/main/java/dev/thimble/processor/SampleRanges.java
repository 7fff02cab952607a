package dev.thimble.processor;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.QuantisationMessage;
import dev.thimble.importer.TensorFile;
import dev.thimble.resolve.ResolvedModel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Holds calibration samples to the range that an input states: pixels up to 255 beside {@code max =
 * 1}, or the other way round, lose nearly everything, and nobody would see it.
 */
final class SampleRanges {
  /** A share of clamped values that is no matter of outliers. */
  private static final double MANY = 0.05;

  /** Samples that use less of the range waste four of eight bits. */
  private static final double LITTLE = 1.0 / 16;

  private final ResolvedModel model;
  private final Diagnostics diagnostics;

  SampleRanges(ResolvedModel model, Diagnostics diagnostics) {
    this.model = model;
    this.diagnostics = diagnostics;
  }

  void check() {
    Optional<TensorFile> file = model.calibration();
    List<String> inputs = model.graph().inputs();
    if (file.isEmpty() || model.signal().isPresent() || !model.dataValues().equals(inputs)) {
      return;
    }
    List<List<float[]>> samples = DataSets.samples(file.get(), model);
    for (int i = 0; i < inputs.size(); i++) {
      ResolvedModel.InputRange range = model.inputRanges().get(inputs.get(i));
      Optional<StepDeclaration> step = model.declaration().step(inputs.get(i));
      if (range != null && step.isPresent()) {
        check(samples, i, range, step.get().annotation());
      }
    }
  }

  private void check(
      List<List<float[]>> samples,
      int input,
      ResolvedModel.InputRange range,
      AnnotationValues annotation) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    long outside = 0;
    long all = 0;
    for (List<float[]> sample : samples) {
      for (float value : sample.get(input)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
        outside += value < range.min() || value > range.max() ? 1 : 0;
        all++;
      }
    }
    double share = (double) outside / Math.max(1, all);
    boolean little = low < high && (high - low) / (range.max() - range.min()) < LITTLE;
    if (share > MANY || little) {
      diagnostics.report(
          annotation.placeOf("max"),
          QuantisationMessage.TM1307_SAMPLES_UNLIKE_RANGE,
          range.min(),
          range.max(),
          model.declaration().model().text("calibration").orElse(""),
          low,
          high,
          share > MANY
              ? String.format(Locale.ROOT, "%.0f %% of the values are clamped", 100 * share)
              : "most integers are never used");
    }
  }
}
