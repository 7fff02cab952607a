package dev.thimble.kernel.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Cell;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Recurrence;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.quantize.IntegerEvaluator;
import dev.thimble.quantize.StepQuality;
import dev.thimble.testing.BuildOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recurrent layers: rule, interpreter, Java twin and C give the same bits, close to the reals. */
class RecurrenceTest {
  private static final int LAYERS = 120;
  private static final int RUNS = 12;
  private static final String[] STRICT = {
    "-std=c99", "-Wall", "-Wextra", "-Wconversion", "-Wpedantic", "-Werror"
  };

  static LongStream seeds() {
    return LongStream.range(0, 2L * RecurrentGraphs.kinds());
  }

  /** The rule run straight from its definition, far beyond the calibrated range too. */
  @Test
  void theInterpreterKeepsTheRule() throws Problem {
    Random random = new Random(3);
    for (long seed = 0; seed < LAYERS; seed++) {
      Graph graph = RecurrentGraphs.of(seed);
      IntegerEvaluator rule = new IntegerEvaluator(graph);
      Program program = Lower.program(graph);
      Interpreter interpreter = new Interpreter(program);
      double scale = graph.value("x").quantized().scale();
      int zero = graph.value("x").quantized().zeroPoint();
      for (int run = 0; run < RUNS; run++) {
        if (run % 5 == 4) {
          interpreter.reset();
          rule.reset();
        }
        long[] x = new long[program.inputs().get(0).length()];
        float[] reals = new float[x.length];
        for (int i = 0; i < x.length; i++) {
          x[i] = run < 6 ? random.nextInt(256) - 128 : random.nextBoolean() ? 127 : -128;
          reals[i] = (float) ((x[i] - zero) * scale);
        }
        interpreter.run(List.of(x));
        String output = graph.outputs().get(0);
        long[] got = interpreter.read(program.buffer(output));
        float[] expected = rule.evaluate(List.of(reals)).get(output);
        assertThat(got).as("seed " + seed + ", run " + run).isEqualTo(longs(expected));
      }
    }
  }

  private static long[] longs(float[] values) {
    long[] result = new long[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (long) values[i];
    }
    return result;
  }

  @Test
  void integersAreCloseToTheReals() throws Problem {
    Map<String, List<Double>> decibels = new TreeMap<>();
    for (long seed = 0; seed < LAYERS; seed++) {
      Cell cell = Cell.values()[(int) (seed % RecurrentGraphs.kinds())];
      for (StepQuality quality : RecurrentGraphs.quantised(seed).qualities()) {
        String kind = (RecurrentGraphs.halves(seed) ? "4" : "8") + " bits " + cell;
        decibels.computeIfAbsent(kind, c -> new ArrayList<>()).add(quality.decibels());
      }
    }
    decibels.forEach(
        (kind, all) -> {
          double mean = all.stream().mapToDouble(d -> d).average().orElseThrow();
          double least = all.stream().mapToDouble(d -> d).min().orElseThrow();
          System.out.printf(
              Locale.ROOT, "%-24s %5.1f dB on average, %5.1f at least%n", kind, mean, least);
          boolean half = kind.startsWith("4");
          assertThat(mean).as(kind).isGreaterThan(half ? 20 : 28);
          assertThat(least).as(kind).isGreaterThan(half ? 12 : 15);
        });
  }

  /** No array holds steps that nobody reads. */
  @Test
  void whereOnlyTheLastStepIsReadNoOtherIsKept() throws Problem {
    Graph graph = RecurrentGraphs.of(3);
    assertThat(graph.nodes()).hasSize(1);
    Node layer = graph.nodes().get(0);
    assertThat(((Recurrence) layer.operator()).sequence()).isFalse();
    assertThat(layer.outputs()).hasSizeGreaterThan(1).contains("z");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void twinAndHostAgree(long seed) throws Problem {
    Comparison comparison =
        new Comparison("recurrence " + seed, TestModel.of(RecurrentGraphs.of(seed)), seed);
    comparison.twin();
    comparison.host(
        BuildOptions.DEFAULT
            .withSanitizers("undefined", "address")
            .withModelFlags(STRICT)
            .withOptimization("-O1"));
  }
}
