package dev.thimble.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.benchmarks.FormatModels.Golden;
import dev.thimble.benchmarks.FormatModels.Model;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.data.Trial;
import dev.thimble.quantize.FloatEvaluator;
import dev.thimble.quantize.IntegerEvaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Every model of the formats beside TensorFlow Lite: imported, against golden vectors, quantised,
 * as a Java twin, and in C on this machine and on simulated chips. What cannot be imported, or does
 * not fit, stands in the table with its reason.
 */
class FormatsTest {
  private static final double SINGLE = 1e-5;
  private static final double HALF = 2e-3;

  private final FormatRuns runs = new FormatRuns();

  @Test
  void everyFile() throws IOException {
    List<Model> models = FormatModels.all();
    assumeTrue(!models.isEmpty());
    List<String> table = new ArrayList<>();
    table.add("model,format,largest float error,labels equal,target,mismatches,remark");
    List<String> faults = new ArrayList<>();
    for (Model model : models) {
      table.addAll(rows(model, faults));
    }
    Path reports = Path.of(System.getProperty("thimble.reports", "target/reports"));
    Files.createDirectories(reports);
    Files.write(reports.resolve("formats.csv"), table);
    table.forEach(System.out::println);
    System.out.println(runs.builds() + " different builds ran");
    assertThat(faults).isEmpty();
  }

  private List<String> rows(Model model, List<String> faults) {
    if (model.graph().isEmpty()) {
      if (!model.reason().matches("(weights|no model).*")) {
        faults.add(model.name() + ": " + model.reason());
      }
      String reason = model.reason().replaceAll("[,\\s]+", " ");
      return List.of("%s,%s,,,,,%s".formatted(model.name(), model.format(), reason));
    }
    try {
      return model.quantised() ? integers(model, faults) : reals(model, faults);
    } catch (Problem problem) {
      faults.add(model.name() + ": " + problem.getMessage());
      return List.of(model.name() + "," + model.format() + ",,,,," + problem.code().code());
    }
  }

  private List<String> reals(Model model, List<String> faults) throws Problem {
    Golden golden = model.golden().orElseThrow();
    Graph graph = model.graph().orElseThrow();
    double bound = model.name().contains("fp16") ? HALF : SINGLE;
    double error = error(graph, golden);
    Graph integer = model.integer();
    // Clusters are told by distances, of which the smallest counts.
    int sign = model.name().contains("kmeans") ? -1 : 1;
    int real = equal(golden, sign, sample -> reals(graph, sample));
    int whole = equal(golden, sign, sample -> whole(integer, sample));
    int samples = golden.labels().length;
    if (error > bound || real < samples || whole < samples - 1 - samples / 20) {
      faults.add(
          "%s: error %.2e, labels %d and %d of %d"
              .formatted(model.name(), error, real, whole, samples));
    }
    String shown =
        golden.scores() == FormatScores.NONE ? "" : String.format(Locale.ROOT, "%.1e", error);
    return lines(model, integer, "%s,%d/%d".formatted(shown, whole, samples), "", faults);
  }

  /** By the largest magnitude. */
  private static double error(Graph graph, Golden golden) {
    double difference = 0;
    double magnitude = Double.MIN_NORMAL;
    int samples = golden.samples().size();
    for (int i = 0; i < samples && golden.scores() != FormatScores.NONE; i++) {
      float[] shown = golden.scores().of(reals(graph, golden.samples().get(i)));
      float[] expected = Trial.part(golden.expected(), i, samples);
      for (int k = 0; k < expected.length; k++) {
        difference = Math.max(difference, Math.abs(shown[k] - expected[k]));
        magnitude = Math.max(magnitude, Math.abs(expected[k]));
      }
    }
    return difference / magnitude;
  }

  private List<String> integers(Model model, List<String> faults) throws Problem {
    Golden golden = model.golden().orElseThrow();
    Graph integer = model.integer();
    List<long[]> outputs = Trial.outputs(integer, golden.samples());
    int equal = 0;
    for (int i = 0; i < outputs.size(); i++) {
      long[] steps = outputs.get(i);
      float[] scores = new float[steps.length];
      for (int k = 0; k < scores.length; k++) {
        scores[k] = steps[k];
      }
      equal += FormatModels.best(scores) == golden.labels()[i] ? 1 : 0;
    }
    int differing = Trial.differing(integer, golden.samples(), golden.expected());
    if (differing > 0) {
      faults.add(model.name() + ": " + differing + " integers differ");
    }
    String remark = "integers of the file's engine: " + differing + " differ";
    String labels = ",%d/%d".formatted(equal, golden.labels().length);
    return lines(model, integer, labels, remark, faults);
  }

  /** A row for each target. */
  private List<String> lines(
      Model model, Graph integer, String compared, String remark, List<String> faults) {
    List<String> lines = new ArrayList<>();
    for (FormatRuns.Row row : runs.of(model.name(), integer)) {
      if (!row.mismatches().isEmpty() && !row.mismatches().equals("0")) {
        faults.add(model.name() + ": " + row.mismatches() + " bytes differ on " + row.target());
      }
      String remarks = (row.remark().isEmpty() ? remark : row.remark()).replaceAll("[,\\s]+", " ");
      lines.add(
          String.join(
              ",",
              model.name(),
              model.format(),
              compared,
              row.target(),
              row.mismatches(),
              remarks));
    }
    return lines;
  }

  private interface Scores {
    float[] of(List<float[]> sample);
  }

  private static float[] reals(Graph graph, List<float[]> sample) {
    return new FloatEvaluator(graph).evaluate(sample).get(graph.outputs().get(0));
  }

  private static float[] whole(Graph integer, List<float[]> sample) {
    return new IntegerEvaluator(integer).evaluate(sample).get(integer.outputs().get(0));
  }

  /** One number is the class, several are scores. */
  private static int equal(Golden golden, int sign, Scores scores) {
    int equal = 0;
    for (int i = 0; i < golden.labels().length; i++) {
      float[] given = scores.of(golden.samples().get(i)).clone();
      for (int k = 0; k < given.length && sign < 0; k++) {
        given[k] = -given[k];
      }
      int label = given.length == 1 ? Math.round(given[0]) : FormatModels.best(given);
      equal += label == golden.labels()[i] ? 1 : 0;
    }
    return equal;
  }
}
