package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.Message;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.diagnostic.Suggestions;
import dev.thimble.fit.KMeansFit;
import dev.thimble.graph.Distances;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import java.util.List;
import java.util.Optional;

/** {@code @KMeans}: centres are learnt here, and become a constant of the graph. */
final class KMeansStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Flow row = step.flat();
    AnnotationValues values = step.values();
    int clusters = values.integer("clusters").orElse(1L).intValue();
    int features = row.shape().size();
    double[][] samples = samples(step, features);
    int distinct = KMeansFit.distinct(samples);
    if (distinct < clusters) {
      step.report(
          values.placeOf("clusters"),
          ShapeMessage.TM1218_TOO_FEW_SAMPLES,
          clusters,
          values.text("fit").orElse(""),
          distinct,
          distinct);
      throw new StepFailure();
    }
    long seed = values.integer("seed").orElse(1L);
    double[][] centres = KMeansFit.fit(samples, clusters, seed).centres();
    float[] data = new float[clusters * features];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) centres[i / features][i % features];
    }
    String constant = step.constant("centres", Shape.of(clusters, features), Optional.of(data));
    return step.node(step.name(), new Distances(), List.of(row.value(), constant));
  }

  private static double[][] samples(StepContext step, int features) throws StepFailure {
    AnnotationValues values = step.values();
    TensorFile file = step.model().sources().tensors(values, "fit").orElseThrow(StepFailure::new);
    String name = values.text("fit").orElse("");
    Optional<Array> found = file.find("x");
    if (found.isEmpty()) {
      throw failed(
          step,
          ShapeMessage.TM1214_NO_SAMPLES,
          name,
          "x",
          Suggestions.some(file.names(), 12),
          "x",
          "");
    }
    Array array = found.get();
    List<Integer> extents = array.extents();
    if (extents.size() < 2
        || extents.get(0) < 1
        || (long) extents.get(0) * features != array.size()) {
      throw failed(
          step,
          ShapeMessage.TM1215_SAMPLE_SHAPE,
          "x",
          name,
          array.shape(),
          "samples x " + step.input().shape());
    }
    float[] data = array.floats();
    int bad = Numbers.firstNotFinite(data);
    if (bad >= 0) {
      throw failed(
          step,
          ShapeMessage.TM1217_SAMPLE_NOT_FINITE,
          "x",
          name,
          data[bad],
          Numbers.index(bad, extents));
    }
    double[][] samples = new double[extents.get(0)][features];
    for (int i = 0; i < data.length; i++) {
      samples[i / features][i % features] = data[i];
    }
    return samples;
  }

  private static StepFailure failed(StepContext step, Message message, Object... arguments) {
    step.report(step.values().placeOf("fit"), message, arguments);
    return new StepFailure();
  }
}
