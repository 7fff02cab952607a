package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.ResolvingProcessor;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Detect;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.resolve.ResolvedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detections against their definition, on random scores. */
class DetectTest {
  private static Value value(String name, ElementType type, int size) {
    return new Value(name, type, Shape.of(size), Optional.empty(), Optional.empty());
  }

  private static Interpreter interpreter(Detect detect) {
    Node node =
        new Node(
            "wake",
            "wake",
            detect,
            List.of("scores"),
            List.of("wake", "history", "wait", "held").subList(0, detect.holds() ? 4 : 3),
            Optional.of(new Arithmetic.Exact()));
    Graph graph =
        new Graph.Builder()
            .value(value("scores", ElementType.INT8, 3))
            .input("scores")
            .value(value("wake", ElementType.UINT8, 1))
            .value(value("history", ElementType.INT16, detect.scores()))
            .value(value("wait", ElementType.INT16, 1))
            .value(value("held", ElementType.INT16, 2))
            .node(node)
            .output("wake")
            .build();
    return new Interpreter(Lower.program(graph));
  }

  @Test
  void isWhatItsDefinitionSays() {
    Random random = new Random(4);
    int found = 0;
    for (int trial = 0; trial < 60; trial++) {
      int smooth = 1 + random.nextInt(6);
      int refractory = random.nextInt(9);
      long threshold = smooth * (100 + random.nextInt(100));
      Detect detect = new Detect(random.nextInt(3), smooth, -128, threshold, refractory);
      Interpreter interpreter = interpreter(detect);
      List<Long> scores = new ArrayList<>();
      int quiet = 0;
      for (int run = 0; run < 80; run++) {
        long[] given = new long[3];
        for (int i = 0; i < 3; i++) {
          given[i] = random.nextInt(256) - 128;
        }
        scores.add(given[detect.label()] + 128);
        long sum = 0;
        for (int i = Math.max(0, scores.size() - smooth); i < scores.size(); i++) {
          sum += scores.get(i);
        }
        boolean expected = quiet == 0 && sum >= threshold;
        quiet = expected ? refractory : Math.max(0, quiet - 1);
        interpreter.run(List.of(given));
        assertThat(interpreter.read(interpreter.program().outputs().get(0))[0])
            .as("trial " + trial + ", run " + run)
            .isEqualTo(expected ? 1 : 0);
        found += expected ? 1 : 0;
      }
    }
    assertThat(found).isGreaterThan(100);
  }

  @Test
  void holdsOnAsItSays() {
    Random random = new Random(6);
    int found = 0;
    int lasted = 0;
    for (int trial = 0; trial < 80; trial++) {
      long threshold = 120 + random.nextInt(60);
      long release = random.nextInt(4) == 0 ? Detect.NONE : threshold - random.nextInt(100);
      boolean lasting = release != Detect.NONE && random.nextBoolean();
      int debounce = 1 + random.nextInt(4);
      int refractory = random.nextInt(6);
      Detect detect = new Detect(1, 1, -128, threshold, refractory, debounce, release, lasting);
      Interpreter interpreter = interpreter(detect);
      int row = 0;
      int quiet = 0;
      boolean lasts = false;
      double score = 128;
      for (int run = 0; run < 120; run++) {
        score = Math.max(0, Math.min(255, score + 40 * random.nextGaussian()));
        long sum = Math.round(score);
        row = sum >= threshold ? row + 1 : 0;
        lasts = lasts && release != Detect.NONE && sum >= release;
        boolean expected = quiet == 0 && row >= debounce && !lasts;
        lasts |= expected;
        quiet = expected ? refractory : Math.max(0, quiet - 1);
        interpreter.run(List.of(new long[] {0, sum - 128, 0}));
        assertThat(interpreter.read(interpreter.program().outputs().get(0))[0])
            .as("trial " + trial + ", run " + run)
            .isEqualTo((lasting ? lasts : expected) ? 1 : 0);
        found += expected ? 1 : 0;
        lasted += lasts ? 1 : 0;
      }
    }
    assertThat(found).isGreaterThan(300);
    assertThat(lasted).isGreaterThan(found);
  }

  /** Windows beside the way to the scores do not slow them. */
  @Test
  void timesAreCountedInTheScoresThatItReads(@TempDir Path folder) throws Exception {
    String source =
        """
        package ex;

        import dev.thimble.*;

        @TinyModel
        final class M {
          @Samples(rate = 100) Signal x;
          @LogSpectrum(size = 16, hop = 8, bands = 2, lowHz = 5, highHz = 50) Signal levels;
          @Recent(frames = 4, hop = 2) Tensor near;
          @Recent(frames = 8, hop = 5, from = "levels") Tensor far;
          @Detect(threshold = 1, refractoryMillis = 1_600, from = "near") Decision wake;
        }
        """;
    ResolvedModel model = ResolvingProcessor.resolve(Fixture.in(folder).java(source));
    Value scores = model.graph().value("near");
    Detect detect = (Detect) model.detections().get(0).over(scores);
    assertThat(detect.refractory()).isEqualTo(10);
  }
}
