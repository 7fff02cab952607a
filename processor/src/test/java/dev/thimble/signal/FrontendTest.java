package dev.thimble.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.fixture.FrontendVectors;
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
import dev.thimble.importer.data.Shared;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The audio front ends against what TensorFlow Lite's two libraries give for recordings. */
class FrontendTest {
  private static final int WINDOW = 480;

  @ParameterizedTest
  @EnumSource(FrontendVectors.class)
  void equalsTheReference(FrontendVectors vectors) throws Exception {
    assumeTrue(vectors.isThere(), "no shared data");
    int compared = 0;
    for (FrontendVectors.Recording recording : vectors.recordings()) {
      compared += compare(vectors, recording);
    }
    System.out.printf("%s: %,d values, all equal%n", vectors, compared);
    assertThat(compared).isPositive();
  }

  /** Sounds of all kinds, where the Python packages are there: {@code -Dthimble.python=...}. */
  @ParameterizedTest
  @EnumSource(FrontendVectors.class)
  void equalsThePythonPackages(FrontendVectors vectors, @TempDir Path folder) throws Exception {
    Path model = Shared.folder().resolve("models/tflite/tflm_audio_preprocessor_int8.tflite");
    assumeTrue(vectors == FrontendVectors.MICRO || Files.exists(model), "no shared data");
    short[] samples = sounds();
    List<long[]> frames = wheels(vectors, model, samples, folder);
    int compared = compare(vectors, vectors.recording("sounds", samples, frames));
    System.out.printf("%s, Python: %,d values, all equal%n", vectors, compared);
    assertThat(compared).isGreaterThan(10_000);
  }

  /** Silence, noise and tones at all levels, clipping, and the smallest number for a while. */
  private static short[] sounds() {
    Random random = new Random(5);
    short[] samples = new short[8 * 16_000];
    for (int i = 0; i < samples.length; i++) {
      double loud = i / 16_000 % 2 == 0 ? Math.pow(10, i % 16_000 / 3_000.0) : 3_000;
      double tone = Math.sin(i * (0.02 + i / 60_000.0));
      long sample = Math.round(loud * (tone + 0.2 * random.nextGaussian()));
      boolean least = i / 4_000 % 7 == 5;
      samples[i] = (short) (least ? Short.MIN_VALUE : Math.max(-32_768, Math.min(32_767, sample)));
    }
    Arrays.fill(samples, 30_000, 40_000, (short) 0);
    return samples;
  }

  private static List<long[]> wheels(
      FrontendVectors vectors, Path model, short[] samples, Path folder) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    Path sounds = Files.write(folder.resolve("sounds.raw"), bytes.array());
    Path script = folder.resolve("wheels.py");
    try (InputStream source = FrontendTest.class.getResourceAsStream("frontend_wheels.py")) {
      Files.copy(Objects.requireNonNull(source), script);
    }
    Path said = folder.resolve("frames.txt");
    String python = System.getProperty("thimble.python", "/usr/bin/python3");
    assumeTrue(Files.isExecutable(Path.of(python)), "no Python");
    int exit =
        new ProcessBuilder(python, script.toString(), vectors.name(), model.toString())
            .redirectInput(sounds.toFile())
            .redirectOutput(said.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    assumeTrue(exit != 3, "the Python package is not installed");
    assertThat(exit).isZero();
    return Files.readAllLines(said).stream()
        .map(line -> Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray())
        .toList();
  }

  private static int compare(FrontendVectors vectors, FrontendVectors.Recording recording) {
    List<long[]> frames = frames(vectors, recording);
    assertThat(frames).as(recording.name()).hasSameSizeAs(recording.frames());
    int compared = 0;
    for (int i = 0; i < frames.size(); i++) {
      assertThat(frames.get(i)).as(recording.name() + i).isEqualTo(recording.frames().get(i));
      compared += frames.get(i).length;
    }
    return compared;
  }

  private static List<long[]> frames(FrontendVectors vectors, FrontendVectors.Recording recording) {
    boolean micro = vectors == FrontendVectors.MICRO;
    Program program = Lower.program(graph(micro, vectors.hop()));
    Interpreter interpreter = new Interpreter(program);
    List<long[]> frames = new ArrayList<>();
    for (short[] run : recording.runs()) {
      long[] samples = new long[run.length];
      for (int i = 0; i < run.length; i++) {
        samples[i] = run[i];
      }
      interpreter.run(List.of(samples));
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
    node(graph, new AudioWindow(tables.window(WINDOW), 512, !micro), "recent", "weighed", "shift");
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
