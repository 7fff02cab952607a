package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Metric;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.classical.ClassicalGraph;
import dev.thimble.importer.coreml.schema.KNearestNeighborsClassifier;
import java.util.ArrayList;
import java.util.List;

/** Nearest neighbours: each of the samples that are kept votes for its own class. */
final class NearestModels {
  private NearestModels() {}

  static void add(ModelPackage file, KNearestNeighborsClassifier model, ClassicalGraph graph)
      throws Problem, ShapeException {
    if (model.hasInverseDistanceWeighting()) {
      throw file.unsupported("voting by inverse distances", "Use uniform weighting.");
    }
    var samples = model.getNearestNeighborsIndex().getFloatSamplesList();
    List<String> own = labelsOfSamples(model);
    List<String> classes = classes(model);
    long neighbours = model.getNumberOfNeighbors().getDefaultValue();
    boolean fits =
        !samples.isEmpty()
            && own.size() == samples.size()
            && neighbours >= 1
            && neighbours <= samples.size();
    if (!fits || (long) samples.size() * classes.size() > 1 << 22) {
      throw file.broken(
          "it has %d samples, %d labels and %d neighbours"
              .formatted(samples.size(), own.size(), neighbours));
    }
    double[][] points = new double[samples.size()][];
    double[][] votes = new double[samples.size()][classes.size()];
    for (int i = 0; i < points.length; i++) {
      List<Double> wide = samples.get(i).getVectorList().stream().map(v -> (double) v).toList();
      points[i] = ClassicalModels.finite(file, "a sample", wide);
      votes[i][classes.indexOf(own.get(i))] = 1;
    }
    graph.neighbours(points, votes, (int) neighbours, Metric.EUCLIDEAN);
  }

  private static List<String> labelsOfSamples(KNearestNeighborsClassifier model) {
    return model.hasStringClassLabels()
        ? model.getStringClassLabels().getVectorList()
        : model.getInt64ClassLabels().getVectorList().stream().map(String::valueOf).toList();
  }

  /** The different labels, numbers in their order, texts as they come. */
  static List<String> classes(KNearestNeighborsClassifier model) {
    List<String> all = new ArrayList<>(labelsOfSamples(model));
    if (!model.hasStringClassLabels()) {
      all =
          model.getInt64ClassLabels().getVectorList().stream()
              .sorted()
              .map(String::valueOf)
              .toList();
    }
    return all.stream().distinct().toList();
  }
}
