package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Coefficient;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.GainControl;
import dev.thimble.graph.Graph;
import dev.thimble.graph.MeanVote;
import dev.thimble.graph.Node;
import dev.thimble.graph.NoiseSubtraction;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Peaks;
import dev.thimble.graph.Shape;
import dev.thimble.graph.TopK;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.signal.GainCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Mean votes, the largest classes, peaks, noise and gain against their definitions, on random
 * numbers.
 */
class DecisionsTest {
  private static final int CLASSES = 6;

  private static Interpreter interpreter(
      Operator operator, Value given, ElementType result, ElementType... kept) throws Exception {
    List<Shape> shapes = operator.infer(List.of(given.shape()));
    List<String> outputs = new ArrayList<>(List.of("y"));
    Graph.Builder graph = new Graph.Builder().value(given).input("x");
    graph.value(value("y", result, shapes.get(0)));
    for (int i = 0; i < kept.length; i++) {
      outputs.add("kept" + i);
      graph.value(value("kept" + i, kept[i], shapes.get(i + 1)));
    }
    Optional<Arithmetic> exact = Optional.of(new Arithmetic.Exact());
    graph.node(new Node("y", "y", operator, List.of("x"), outputs, exact));
    return new Interpreter(Lower.program(graph.output("y").build()));
  }

  private static Value value(String name, ElementType type, Shape shape) {
    return new Value(name, type, shape, Optional.empty(), Optional.empty());
  }

  private static long[] result(Interpreter interpreter, long[] given) {
    interpreter.run(List.of(given));
    return interpreter.read(interpreter.program().outputs().get(0));
  }

  private static long[] scores(Random random, int from, int to) {
    return random.longs(CLASSES, from, to).toArray();
  }

  @Test
  void theLargestMeanWins() throws Exception {
    Random random = new Random(8);
    int rejected = 0;
    for (int trial = 0; trial < 40; trial++) {
      int over = 1 + random.nextInt(5);
      MeanVote vote = new MeanVote(over, -128, over * (120L + random.nextInt(100)), 2);
      Value given = value("x", ElementType.INT8, Shape.of(CLASSES));
      Interpreter interpreter = interpreter(vote, given, ElementType.UINT8, ElementType.INT16);
      List<long[]> all = new ArrayList<>();
      for (int run = 0; run < 40; run++) {
        all.add(scores(random, -128, 128));
        long[] sums = new long[CLASSES];
        for (long[] each : all.subList(Math.max(0, all.size() - over), all.size())) {
          for (int c = 0; c < CLASSES; c++) {
            sums[c] += each[c] + 128;
          }
        }
        int best = 0;
        for (int c = 1; c < CLASSES; c++) {
          best = sums[c] > sums[best] ? c : best;
        }
        long expected = sums[best] < vote.least() ? 2 : best;
        rejected += sums[best] < vote.least() ? 1 : 0;
        assertThat(result(interpreter, all.get(run))[0]).isEqualTo(expected);
      }
    }
    assertThat(rejected).isGreaterThan(50);
  }

  @Test
  void theLargestComeFirst() throws Exception {
    Random random = new Random(9);
    for (int count = 1; count <= CLASSES; count++) {
      Value given = value("x", ElementType.INT8, Shape.of(CLASSES));
      Interpreter interpreter = interpreter(new TopK(count), given, ElementType.UINT8);
      for (int run = 0; run < 200; run++) {
        long[] scores = scores(random, -128, run % 2 == 0 ? 128 : -124);
        List<Long> order = new ArrayList<>(List.of(0L, 1L, 2L, 3L, 4L, 5L));
        order.sort((a, b) -> Long.compare(scores[b.intValue()], scores[a.intValue()]));
        long[] expected = order.subList(0, count).stream().mapToLong(i -> i).toArray();
        assertThat(result(interpreter, scores)).isEqualTo(expected);
      }
    }
  }

  @Test
  void peaksAreFoundOneSampleLater() throws Exception {
    Random random = new Random(10);
    int found = 0;
    for (int trial = 0; trial < 30; trial++) {
      Peaks peaks = new Peaks(1 + random.nextInt(3_000), random.nextInt(12));
      Value given = value("x", ElementType.INT16, Shape.of(8, 2));
      Interpreter interpreter = interpreter(peaks, given, ElementType.INT16, ElementType.INT16);
      List<long[]> all = new ArrayList<>(List.of(new long[2], new long[2]));
      int[] free = new int[2];
      for (int run = 0; run < 20; run++) {
        long[] samples = random.longs(16, -4_000, 4_000).toArray();
        long[] got = result(interpreter, samples);
        for (int i = 0; i < 16; i++) {
          int c = i % 2;
          if (c == 0) {
            all.add(new long[2]);
          }
          int at = all.size() - 1;
          all.get(at)[c] = samples[i];
          long last = all.get(at - 1)[c];
          boolean peak =
              at >= free[c]
                  && last >= peaks.least()
                  && last >= all.get(at - 2)[c]
                  && last > samples[i];
          free[c] = peak ? at + peaks.apart() + 1 : free[c];
          assertThat(got[i]).isEqualTo(peak ? last : 0);
          found += peak ? 1 : 0;
        }
      }
    }
    assertThat(found).isGreaterThan(500);
  }

  @Test
  void noiseIsTakenOutAsItsFormulaSays() throws Exception {
    Random random = new Random(11);
    Coefficient rate = new Coefficient(26_214, 18);
    Coefficient floor = new Coefficient(26_214, 19);
    Value given = value("x", ElementType.INT32, Shape.of(CLASSES));
    Interpreter interpreter =
        interpreter(new NoiseSubtraction(rate, floor), given, ElementType.INT32, ElementType.INT32);
    double[] noise = new double[CLASSES];
    for (int run = 0; run < 300; run++) {
      long[] energies = random.longs(CLASSES, 0, 1L << (10 + run % 20)).toArray();
      long[] got = result(interpreter, energies);
      for (int i = 0; i < CLASSES; i++) {
        noise[i] += (energies[i] - noise[i]) * 0.1;
        double wanted = Math.max(energies[i] - noise[i], 0.05 * energies[i]);
        assertThat(got[i] - wanted).isBetween(-20 - wanted / 1_000, 20 + wanted / 1_000);
      }
    }
  }

  @Test
  void gainsFollowTheirFormula() throws Exception {
    Random random = new Random(12);
    Coefficient rate = new Coefficient(26_214, 18);
    Value given = value("x", ElementType.INT32, Shape.of(CLASSES));
    for (double[] numbers : new double[][] {{1_074, 0.95}, {5_000_000, 0.3}, {1 << 30, 1}}) {
      long floor = (long) numbers[0];
      GainCurve curve = GainCurve.of(floor, numbers[1], 256);
      GainControl control = new GainControl(rate, floor, curve.first(), curve.table());
      Interpreter interpreter = interpreter(control, given, ElementType.INT32, ElementType.INT32);
      double[] mean = new double[CLASSES];
      for (int run = 0; run < 300; run++) {
        long[] energies = random.longs(CLASSES, 0, 1L << (10 + run % 20)).toArray();
        long[] got = result(interpreter, energies);
        for (int i = 0; i < CLASSES; i++) {
          mean[i] += (energies[i] - mean[i]) * 0.1;
          double wanted = 256.0 * energies[i] / floor / Math.pow(1 + mean[i] / floor, numbers[1]);
          assertThat(got[i] - wanted).isBetween(-2 - wanted * 0.017, 1 + wanted * 0.017);
        }
      }
    }
  }
}
