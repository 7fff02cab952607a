package dev.thimble.benchmarks;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.importer.tflite.TfLiteImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** All integer models with golden vectors. */
final class GoldenCases {
  /**
   * Its own operators are the front end's, not TensorFlow Lite's; it has no golden vectors here.
   */
  private static final Set<String> CUSTOM = Set.of("tflm_audio_preprocessor_int8");

  /** Quantised while they run: the integers are the importer's to make, not the file's. */
  private static final String REAL = ".*(_float|_float16|_hybrid|_f|magicwand5_model)";

  private GoldenCases() {}

  static List<Path> models() throws IOException {
    return Shared.files("models/tflite", ".tflite").stream()
        .filter(file -> !CUSTOM.contains(Shared.name(file)))
        .filter(file -> !Shared.name(file).matches(REAL))
        .toList();
  }

  static List<Path> operators() throws IOException {
    return Shared.files("ops_int16", ".tflite");
  }

  /** A model with the vectors of its {@code .npz}: {@code out*_tflm}. */
  static GoldenCase model(Path file) throws IOException, Problem {
    String name = Shared.name(file);
    Graph graph = new TfLiteImporter().read(Shared.file(file));
    TensorFile golden = SharedData.arrays("golden/tflite/" + name + ".npz");
    int samples = array(golden, "in0").extents().get(0);
    List<GoldenCase.Vector> vectors = new ArrayList<>();
    for (int sample = 0; sample < samples; sample++) {
      vectors.add(
          new GoldenCase.Vector(
              slices(golden, "in%d", graph.inputs().size(), sample),
              slices(golden, "out%d_tflm", graph.outputs().size(), sample)));
    }
    // Models with variables are one sequence; the LSTM starts from zero at each sample.
    return new GoldenCase(name, graph, name.startsWith("mww"), names(name, graph), vectors);
  }

  private static List<String> names(String name, Graph graph) {
    int outputs = graph.outputs().size();
    return outputs == 1
        ? List.of(name)
        : IntStream.range(0, outputs).mapToObj(i -> name + "#" + i).toList();
  }

  private static Array array(TensorFile file, String name) {
    return file.find(name).orElseThrow(() -> new IllegalStateException("no " + name));
  }

  private static List<long[]> slices(TensorFile golden, String pattern, int count, int sample) {
    List<long[]> slices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Array array = array(golden, String.format(pattern, i));
      int size = array.size() / array.extents().get(0);
      long[] all = SharedData.integers(array);
      slices.add(Arrays.copyOfRange(all, sample * size, (sample + 1) * size));
    }
    return slices;
  }

  /** An operator's case with the golden numbers of its text files. */
  static GoldenCase operator(Path file) throws IOException, Problem {
    String name = Shared.name(file);
    Graph graph = new TfLiteImporter().read(Shared.file(file));
    List<long[]> inputs = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      inputs.add(csv(name + "_input" + i + "_"));
    }
    List<long[]> outputs = List.of(csv(name + "_golden_"));
    return new GoldenCase(
        name, graph, false, List.of(name), List.of(new GoldenCase.Vector(inputs, outputs)));
  }

  private static long[] csv(String start) throws IOException {
    for (Path file : Shared.files("ops_int16", ".csv")) {
      if (file.getFileName().toString().startsWith(start)) {
        return SharedData.numbers(file);
      }
    }
    throw new IllegalStateException("no " + start);
  }
}
