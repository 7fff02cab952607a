package dev.thimble.benchmarks;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Array;
import dev.thimble.importer.Importers;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.ModelImporter;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.TensorFormat;
import dev.thimble.importer.data.Shared;
import dev.thimble.importer.data.Trial;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The models beside the checkout in all formats but TensorFlow Lite's, with what they give. */
final class FormatModels {
  private static final List<String> FORMATS =
      List.of("torch", "executorch", "coreml", "onnx", "keras", "tf_frozen");
  private static final int MOST_SAMPLES = 40;

  /**
   * One file.
   *
   * @param graph its network, if it is one that is read
   * @param golden what it gives
   * @param reason why there is no network
   */
  record Model(
      String format, String name, Optional<Graph> graph, Optional<Golden> golden, String reason) {
    /** Whether the file holds integers already. */
    boolean quantised() {
      return graph.filter(g -> g.value(g.inputs().get(0)).quantization().isPresent()).isPresent();
    }

    /** The network in integers. */
    Graph integer() throws Problem {
      Graph own = graph.orElseThrow();
      return quantised()
          ? ReferenceArithmetic.apply(own, Profile.TFLM)
          : Quantizer.quantise(
                  own,
                  new CalibrationSamples(golden.orElseThrow().samples()),
                  QuantizerOptions.defaults())
              .integer();
    }
  }

  /**
   * Vectors.
   *
   * @param samples inputs as the graph takes them
   * @param expected what the framework computes
   * @param labels the classes
   * @param scores what {@code expected} shows of the graph's scores
   */
  record Golden(
      List<List<float[]>> samples,
      Shape shape,
      float[] expected,
      int[] labels,
      FormatScores scores) {}

  private FormatModels() {}

  /** All of them; none where there is nothing beside the checkout. */
  static List<Model> all() throws IOException {
    List<Model> models = new ArrayList<>();
    for (String format : FORMATS) {
      Path folder = Shared.folder().resolve("models/" + format);
      for (Path file : Files.isDirectory(folder) ? files(format) : List.<Path>of()) {
        models.add(model(format, file));
      }
    }
    return models;
  }

  private static List<Path> files(String format) throws IOException {
    try (Stream<Path> files = Files.list(Shared.folder().resolve("models/" + format))) {
      return files.sorted().toList();
    }
  }

  private static Model model(String format, Path path) throws IOException {
    String name = path.getFileName().toString();
    ModelFile file = Shared.file(path);
    try {
      Optional<ModelImporter> importer = Importers.installed().model(file);
      Optional<Golden> golden = golden(format, name);
      boolean bare = name.endsWith(".pth") || name.endsWith(".state_dict.pt");
      if (importer.isEmpty() || bare || name.endsWith(".params.json")) {
        return without(format, name, weights(file));
      } else if (golden.isEmpty()) {
        return without(format, name, "no vectors known to this test");
      }
      Graph graph = importer.get().read(file, List.of(golden.get().shape()));
      return new Model(format, name, Optional.of(graph), golden, "");
    } catch (Problem problem) {
      return without(format, name, problem.code().code() + " " + problem.getMessage());
    }
  }

  private static Model without(String format, String name, String reason) {
    return new Model(format, name, Optional.empty(), Optional.empty(), reason);
  }

  private static String weights(ModelFile file) throws Problem {
    Optional<TensorFormat> format = Importers.installed().tensors(file);
    return format.isEmpty()
        ? "no model: numbers for people to read"
        : "weights for declared networks: "
            + format.get().read(file).names().size()
            + " arrays read";
  }

  /** The index of the largest. */
  static int best(float[] scores) {
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
    if (name.startsWith("executorch_arduino") && format.equals("executorch")) {
      return Optional.of(oneMore());
    } else if (name.startsWith("torch_digits_qmlp")) {
      return vectors("golden/torch/digits_qmlp.npz", "x", "y", true);
    } else if (format.equals("onnx") && base.startsWith("sklearn_")) {
      String file = "golden/sklearn/" + base.replace("sklearn_", "") + ".npz";
      return classical(base, file);
    } else if (format.equals("onnx")) {
      return batches("golden/onnx/" + base + ".npz");
    }
    if (format.equals("keras")) {
      return vectors("data/" + base + ".data.npz", "x_test", "y_float", false);
    } else if (format.equals("tf_frozen")) {
      return vectors("data/" + base + ".mfcc.npz", "x", "y_tf", false);
    } else if (format.equals("coreml")) {
      return classical(base, "golden/coreml/" + base + ".npz");
    }
    return Optional.empty();
  }

  /** Classes of scikit-learn, and what it shows of the scores. */
  private static Optional<Golden> classical(String name, String file) throws IOException, Problem {
    boolean clusters = name.contains("kmeans");
    Optional<Golden> classes =
        vectors(file, clusters ? "z" : "x", clusters ? "cluster" : "pred", false);
    if (classes.isEmpty()) {
      return classes;
    }
    FormatScores scores = scores(name);
    String array =
        switch (scores) {
          case ROOT -> "dist";
          case PLAIN, VOTES -> "decision";
          default -> "proba";
        };
    TensorFile arrays = Shared.arrays(Shared.folder().resolve(file));
    float[] all = arrays.find(array).orElseThrow().floats();
    int count = arrays.find("x").orElseThrow().extents().get(0);
    Golden given = classes.get();
    float[] expected = new float[all.length / count * given.labels().length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = scores.expected(all[i]);
    }
    return Optional.of(
        new Golden(given.samples(), given.shape(), expected, given.labels(), scores));
  }

  private static FormatScores scores(String name) {
    if (name.contains("kmeans")) {
      return FormatScores.ROOT;
    } else if (name.contains("logreg")) {
      return FormatScores.SIGMOID;
    } else if (name.contains("mlp")) {
      return FormatScores.SOFTMAX;
    } else if (name.contains("linsvc")) {
      return FormatScores.PLAIN;
    }
    return name.contains("svc") ? FormatScores.VOTES : FormatScores.SHARE;
  }

  /** The program of ExecuTorch's example for Arduino adds 1 to three numbers. */
  private static Golden oneMore() {
    return new Golden(
        List.of(List.of(new float[] {1, 2, 3})),
        Shape.of(3),
        new float[] {2, 3, 4},
        new int[] {2},
        FormatScores.PLAIN);
  }

  /** What ONNX Runtime computed, a batch of 1 a sample, channels first. */
  private static Optional<Golden> batches(String file) throws IOException, Problem {
    Path path = Shared.folder().resolve(file);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    TensorFile arrays = Shared.arrays(path);
    Array x = arrays.find("in0").orElseThrow();
    Array y = arrays.find("out0_ort").orElseThrow();
    int count = x.extents().get(0);
    List<Integer> extents = x.extents().subList(2, x.extents().size());
    List<List<float[]>> samples = new ArrayList<>();
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      float[] sample = Trial.part(x.floats(), i, count);
      samples.add(List.of(channelsLast(sample, extents.get(0))));
      labels[i] = best(Trial.part(y.floats(), i, count));
    }
    return Optional.of(
        new Golden(samples, new Shape(last(extents)), y.floats(), labels, FormatScores.PLAIN));
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
    boolean several = y.extents().size() > 1;
    for (int i = 0; i < taken; i++) {
      float[] sample = Trial.part(x.floats(), i, count);
      samples.add(List.of(turned ? channelsLast(sample, extents.get(0)) : sample));
      labels[i] = several ? best(Trial.part(y.floats(), i, count)) : (int) y.floats()[i];
    }
    float[] expected = Arrays.copyOf(y.floats(), y.size() / count * taken);
    Shape shape = new Shape(turned ? last(extents) : extents);
    FormatScores scores = several ? FormatScores.PLAIN : FormatScores.NONE;
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
