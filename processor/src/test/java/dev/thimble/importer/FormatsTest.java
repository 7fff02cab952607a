package dev.thimble.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.importer.data.Shared;
import dev.thimble.importer.data.Trial;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.FloatEvaluator;
import dev.thimble.quantize.IntegerEvaluator;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every model of the formats beside TensorFlow Lite: imported, against golden vectors, quantised,
 * as a Java twin. What cannot be imported stands in the table with its reason.
 */
class FormatsTest {
  private static final List<String> FORMATS =
      List.of("torch", "executorch", "coreml", "onnx", "keras", "tf_frozen");

  /** Formats of which every file must be read. */
  private static final Set<String> COMPLETE = Set.of("coreml", "keras", "tf_frozen");

  private static final int MOST_SAMPLES = 40;
  private static final double SINGLE = 1e-5;
  private static final double HALF = 2e-3;

  /** Inputs as the graph takes them, what is expected, and classes. */
  private record Golden(
      List<List<float[]>> samples, Shape shape, float[] expected, int[] labels, boolean scores) {}

  @Test
  void everyFile() throws IOException {
    assumeTrue(Files.isDirectory(Shared.folder().resolve("models/coreml")));
    List<String> table = new ArrayList<>();
    table.add("model,format,largest float error,labels equal,target,mismatches,remark");
    List<String> faults = new ArrayList<>();
    for (String format : FORMATS) {
      for (Path file : files(format)) {
        String row = row(format, file, faults);
        table.add(row);
      }
    }
    Path reports = Path.of(System.getProperty("thimble.reports", "target/reports"));
    Files.createDirectories(reports);
    Files.write(reports.resolve("formats.csv"), table);
    table.forEach(System.out::println);
    assertThat(faults).isEmpty();
  }

  private static List<Path> files(String format) throws IOException {
    try (Stream<Path> files = Files.list(Shared.folder().resolve("models/" + format))) {
      return files.sorted().toList();
    }
  }

  private static String row(String format, Path path, List<String> faults) throws IOException {
    String name = path.getFileName().toString();
    try {
      ModelFile file = Shared.file(path);
      Optional<ModelImporter> importer = Importers.installed().model(file);
      Optional<Golden> golden = golden(format, name);
      if (importer.isEmpty()) {
        return rest(name, format, "no reader of networks: " + name.replaceAll(".*\\.", "."));
      }
      if (golden.isEmpty()) {
        return rest(name, format, "no vectors known to this test");
      }
      List<Shape> given = List.of(golden.get().shape());
      return compared(format, name, importer.get().read(file, given), golden.get(), faults);
    } catch (Problem problem) {
      if (COMPLETE.contains(format)) {
        faults.add(name + ": " + problem.getMessage());
      }
      return rest(name, format, problem.code().code() + " " + problem.getMessage());
    }
  }

  private static String rest(String name, String format, String remark) {
    return "%s,%s,,,,,%s".formatted(name, format, remark.replaceAll("[,\\s]+", " "));
  }

  private static String compared(
      String format, String name, Graph graph, Golden golden, List<String> faults) throws Problem {
    double bound = name.contains("fp16") ? HALF : SINGLE;
    double error =
        golden.scores() ? Trial.error(graph, 0, golden.samples(), golden.expected()) : Double.NaN;
    Graph integer =
        Quantizer.quantise(
                graph, new CalibrationSamples(golden.samples()), QuantizerOptions.defaults())
            .integer();
    int real = equal(golden, sample -> reals(graph, sample));
    int whole = equal(golden, sample -> integers(integer, sample));
    boolean compiled = Trial.twinAndC(name.replaceAll("\\W", "_"), integer);
    int samples = golden.labels().length;
    if (COMPLETE.contains(format)
        && (error > bound || real < samples || whole < samples - 1 - samples / 20)) {
      faults.add(
          "%s: error %.2e, labels %d and %d of %d".formatted(name, error, real, whole, samples));
    }
    return String.format(
        Locale.ROOT,
        "%s,%s,%s,%d/%d,%s,0,",
        name,
        format,
        golden.scores() ? String.format(Locale.ROOT, "%.1e", error) : "",
        whole,
        samples,
        compiled ? "twin and C on the host" : "twin");
  }

  private interface Scores {
    float[] of(List<float[]> sample);
  }

  private static float[] reals(Graph graph, List<float[]> sample) {
    return new FloatEvaluator(graph).evaluate(sample).get(graph.outputs().get(0));
  }

  private static float[] integers(Graph integer, List<float[]> sample) {
    return new IntegerEvaluator(integer).evaluate(sample).get(integer.outputs().get(0));
  }

  private static int equal(Golden golden, Scores scores) {
    int equal = 0;
    for (int i = 0; i < golden.labels().length; i++) {
      equal += best(scores.of(golden.samples().get(i))) == golden.labels()[i] ? 1 : 0;
    }
    return equal;
  }

  private static int best(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  // ---- vectors ----

  private static Optional<Golden> golden(String format, String name) throws IOException, Problem {
    for (String network : List.of("digits_cnn_bn", "iris_mlp", "motions_cnn1d")) {
      if (name.startsWith("torch_" + network)) {
        return vectors("golden/torch/" + network + ".npz", "x", "y", true);
      }
    }
    String base = name.replaceAll("\\.[a-z]+$", "");
    if (format.equals("keras")) {
      return vectors("data/" + base + ".data.npz", "x_test", "y_float", false);
    } else if (format.equals("tf_frozen")) {
      return vectors("data/" + base + ".mfcc.npz", "x", "y_tf", false);
    } else if (format.equals("coreml")) {
      return vectors("golden/coreml/" + base + ".npz", "x", "pred", false);
    }
    return Optional.empty();
  }

  /** Scores, or the classes themselves; PyTorch's inputs have channels first. */
  private static Optional<Golden> vectors(
      String file, String inputs, String outputs, boolean channelsFirst)
      throws IOException, Problem {
    Path path = Shared.folder().resolve(file);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    TensorFile arrays = Shared.arrays(path);
    Array x = arrays.find(inputs).orElseThrow();
    Array y = arrays.find(outputs).orElseThrow();
    int count = x.extents().get(0);
    int taken = Math.min(count, MOST_SAMPLES);
    List<Integer> extents = x.extents().subList(1, x.extents().size());
    boolean turned = channelsFirst && extents.size() > 1;
    List<List<float[]>> samples = new ArrayList<>();
    int[] labels = new int[taken];
    boolean scores = y.extents().size() > 1;
    for (int i = 0; i < taken; i++) {
      float[] sample = Trial.part(x.floats(), i, count);
      samples.add(List.of(turned ? channelsLast(sample, extents.get(0)) : sample));
      labels[i] = scores ? best(Trial.part(y.floats(), i, count)) : (int) y.floats()[i];
    }
    float[] expected = Arrays.copyOf(y.floats(), y.size() / count * taken);
    Shape shape = new Shape(turned ? last(extents) : extents);
    return Optional.of(new Golden(samples, shape, expected, labels, scores));
  }

  private static List<Integer> last(List<Integer> extents) {
    List<Integer> turned = new ArrayList<>(extents.subList(1, extents.size()));
    turned.add(extents.get(0));
    return turned;
  }

  private static float[] channelsLast(float[] x, int channels) {
    float[] turned = new float[x.length];
    int places = x.length / channels;
    for (int i = 0; i < x.length; i++) {
      turned[i % places * channels + i / places] = x[i];
    }
    return turned;
  }
}
