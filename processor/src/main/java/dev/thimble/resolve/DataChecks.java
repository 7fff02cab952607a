package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.Place;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.diagnostic.Suggestions;
import dev.thimble.graph.Graph;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import java.util.List;
import java.util.Optional;

/**
 * Whether a file of samples fits the model: an array for each input, and labels where they are
 * wanted.
 */
final class DataChecks {
  /** Behind the shape of samples. */
  static final String A_ROW = ": a row a sample";

  private final AnnotationValues model;
  private final String member;
  private final TensorFile file;
  private final Diagnostics diagnostics;

  /**
   * Checks of one file.
   *
   * @param member of {@code @TinyModel}, which names the file
   */
  DataChecks(AnnotationValues model, String member, TensorFile file, Diagnostics diagnostics) {
    this.model = model;
    this.member = member;
    this.file = file;
    this.diagnostics = diagnostics;
  }

  private Place place() {
    return model.placeOf(member);
  }

  private String fileName() {
    return model.text(member).orElse("");
  }

  /** Checks the samples of each input; one input alone may be called {@code x}. */
  void samples(Graph graph, List<String> given) {
    for (String input : given) {
      boolean only = given.size() == 1;
      Optional<Array> array = file.find(input).or(() -> only ? file.find("x") : Optional.empty());
      if (array.isEmpty()) {
        missing(only ? "x" : input, "");
      } else {
        samples(array.get(), graph.value(input).shape(), only && remembers(graph));
      }
    }
  }

  /** Whether a run depends on those before, so that samples may be sequences. */
  private static boolean remembers(Graph graph) {
    return graph.nodes().stream()
        .anyMatch(
            node ->
                node.operator() instanceof ReadState
                    || (node.operator() instanceof Recurrence layer && layer.stateful()));
  }

  private void missing(String array, String others) {
    diagnostics.report(
        place(),
        ShapeMessage.TM1214_NO_SAMPLES,
        fileName(),
        array,
        Suggestions.some(file.names(), 12),
        array,
        others);
  }

  private void samples(Array array, Shape shape, boolean sequences) {
    List<Integer> extents = array.extents();
    boolean fits =
        extents.size() >= 2
            && extents.get(0) > 0
            && ((long) extents.get(0) * shape.elements() == array.size()
                || (sequences
                    && (long) extents.get(0) * extents.get(1) * shape.elements() == array.size()));
    if (!fits) {
      diagnostics.report(
          place(),
          ShapeMessage.TM1215_SAMPLE_SHAPE,
          array.name(),
          fileName(),
          array.shape(),
          "samples x " + shape + (sequences ? ", or samples x runs x " + shape : "") + A_ROW);
      return;
    }
    float[] data = array.floats();
    int bad = Numbers.firstNotFinite(data);
    if (bad >= 0) {
      diagnostics.report(
          place(),
          ShapeMessage.TM1217_SAMPLE_NOT_FINITE,
          array.name(),
          fileName(),
          data[bad],
          Numbers.index(bad, extents));
    }
  }

  /** Checks the labels {@code y}: a class for each sample. */
  void labels(List<String> given, Shape scores) {
    Optional<Array> labels = file.find("y");
    if (labels.isEmpty()) {
      missing("y", ", x=...");
      return;
    }
    Optional<Array> samples =
        given.stream().findFirst().flatMap(i -> file.find(i).or(() -> file.find("x")));
    int expected =
        samples.filter(a -> !a.extents().isEmpty()).map(a -> a.extents().get(0)).orElse(0);
    if (labels.get().size() != expected) {
      diagnostics.report(
          place(),
          ShapeMessage.TM1215_SAMPLE_SHAPE,
          "y",
          fileName(),
          labels.get().shape(),
          expected + ": the class of each sample, counted from 0" + ofRows(labels.get(), expected));
      return;
    }
    classes(labels.get().floats(), scores.rank() == 0 ? 0 : scores.extent(-1));
  }

  /** Labels are often written as rows with a one at their class. */
  private static String ofRows(Array labels, int samples) {
    boolean rows = labels.extents().size() == 2 && labels.extents().get(0) == samples;
    return rows ? "; y.argmax(axis=1) makes classes of rows" : "";
  }

  private void classes(float[] labels, int classes) {
    for (int i = 0; i < labels.length; i++) {
      boolean whole = labels[i] == Math.rint(labels[i]) && labels[i] >= 0 && labels[i] < classes;
      if (!whole) {
        diagnostics.report(
            place(), ShapeMessage.TM1216_LABEL_VALUES, fileName(), labels[i], i, classes - 1);
        return;
      }
    }
  }
}
