package dev.thimble.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.AudioLevels;
import dev.thimble.graph.AudioWindow;
import dev.thimble.graph.BandAmplitudes;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.RealFft;
import dev.thimble.graph.Recent;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.npz.NpzFormat;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The audio front ends against what TensorFlow Lite's two libraries give for recordings. */
class FrontendTest {
  private static final int WINDOW = 480;

  @ParameterizedTest
  @CsvSource({
    "micro_frontend_10ms.npz, features10ms_, true, 160",
    "audio_preprocessor_int8.npz, feat_, false, 320"
  })
  void equalsTheReference(String name, String prefix, boolean micro, int hop) throws Exception {
    Path path =
        Path.of(System.getProperty("thimble.shared", "../../shared/data"))
            .resolve("golden/frontend")
            .resolve(name);
    assumeTrue(Files.exists(path), "no shared data");
    TensorFile file =
        new NpzFormat().read(new dev.thimble.importer.ModelFile(name, Files.readAllBytes(path)));
    int compared = 0;
    int different = 0;
    for (String array : file.names()) {
      if (array.startsWith("pcm_")) {
        float[] samples = file.find(array).orElseThrow().floats();
        Array features = file.find(prefix + array.substring(4)).orElseThrow();
        List<long[]> frames = frames(micro, hop, samples);
        float[] expected = features.floats();
        assertEquals(features.extents().get(0), frames.size());
        for (int i = 0; i < expected.length; i++) {
          double value = frames.get(i / 40)[i % 40] * (micro ? 0.0390625 : 1);
          compared++;
          different += value == expected[i] ? 0 : 1;
        }
      }
    }
    System.out.printf("%s: %,d values, %,d differ%n", name, compared, different);
    assertEquals(0, different);
  }

  private static List<long[]> frames(boolean micro, int hop, float[] samples) {
    Program program = Lower.program(graph(micro, hop));
    Interpreter interpreter = new Interpreter(program);
    List<long[]> frames = new ArrayList<>();
    int lead = (hop - WINDOW % hop) % hop;
    for (int at = -lead; at + hop <= samples.length; at += hop) {
      long[] chunk = new long[hop];
      for (int i = 0; i < hop; i++) {
        chunk[i] = at + i < 0 ? 0 : (long) samples[at + i];
      }
      interpreter.run(List.of(chunk));
      if (interpreter.read(program.buffer("due"))[0] == 1) {
        frames.add(interpreter.read(program.outputs().get(0)));
      }
    }
    return frames;
  }

  private static Graph graph(boolean micro, int hop) {
    FrontendTables tables = new FrontendTables(micro);
    FrontendTables.Bands bands = tables.bands(16_000, 512, 40, 125, 7500);
    List<Integer> smoothing = new ArrayList<>(Collections.nCopies(40, 409));
    for (int i = 1; i < 40; i += 2) {
      smoothing.set(i, 983);
    }
    Graph.Builder graph = new Graph.Builder();
    value(graph, "samples", ElementType.INT16, hop);
    graph.input("samples");
    value(graph, "recent", ElementType.INT16, WINDOW);
    value(graph, "due", ElementType.BOOL, 1);
    value(graph, "count", ElementType.INT16, 1);
    node(
        graph,
        new Recent(WINDOW, 1, (WINDOW + hop - 1) / hop - 1),
        "samples",
        "recent",
        "due",
        "count");
    value(graph, "weighed", ElementType.INT16, 512);
    value(graph, "shift", ElementType.INT8, 1);
    node(graph, new AudioWindow(tables.window(WINDOW), 512), "recent", "weighed", "shift");
    graph.value(
        new Value("bins", ElementType.INT16, Shape.of(257, 2), Optional.empty(), Optional.empty()));
    node(graph, new RealFft(), "weighed", "bins");
    value(graph, "bands", ElementType.INT32, 40);
    graph.node(
        new Node(
            "bands",
            "bands",
            new BandAmplitudes(bands.starts(), bands.weights(), bands.rests()),
            List.of("bins", "shift"),
            List.of("bands"),
            Optional.of(new Arithmetic.Exact())));
    value(graph, "levels", micro ? ElementType.INT16 : ElementType.INT8, 40);
    value(graph, "noise", ElementType.INT32, 40);
    node(
        graph,
        new AudioLevels(smoothing, tables.gains(), FrontendTables.logarithms(), !micro),
        "bands",
        "levels",
        "noise");
    return graph.output("levels").build();
  }

  private static void value(Graph.Builder graph, String name, ElementType type, int size) {
    graph.value(new Value(name, type, Shape.of(size), Optional.empty(), Optional.empty()));
  }

  private static void node(Graph.Builder graph, Operator operator, String from, String... to) {
    graph.node(
        new Node(
            to[0],
            to[0],
            operator,
            List.of(from),
            List.of(to),
            Optional.of(new Arithmetic.Exact())));
  }
}
