package dev.thimble.kernel.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Trees;
import dev.thimble.kernel.Interpreter;
import dev.thimble.quantize.FloatEvaluator;
import dev.thimble.testing.BuildOptions;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees: the definition, the twin and the C agree, and decide as the trees of reals. */
class TreesTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
  void twinAndHostAgreeWithTheInterpreter(long seed) throws Problem {
    Comparison comparison =
        new Comparison("trees " + seed, TestModel.of(TreeGraphs.of(seed)), seed);
    comparison.twin();
    comparison.host(
        BuildOptions.DEFAULT.withSanitizers("undefined", "address").withOptimization("-O1"));
  }

  /** On, below and above every threshold the sums are those of the trees of reals. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void decidesAsTheTreesOfRealsOnAndBesideThresholds(long seed) throws Problem {
    Graph reals = TreeGraphs.reals(seed);
    TestModel model = TestModel.of(TreeGraphs.of(seed));
    Quantization input = model.graph().value("x").quantized();
    double step = model.graph().value("scores").quantized().scale();
    Trees trees = (Trees) reals.nodes().get(0).operator();
    float[] thresholds = reals.value("thresholds").floats();
    FloatEvaluator evaluator = new FloatEvaluator(reals);
    Interpreter interpreter = new Interpreter(model.program());
    Random random = new Random(seed);
    for (int split = 0; split < thresholds.length; split++) {
      for (int beside = -1; beside <= 1; beside++) {
        long[] x = random(random, reals.value("x").shape().size());
        long near = Math.round(thresholds[split] / input.scale()) + input.zeroPoint() + beside;
        x[trees.splits().get(split).feature()] = Math.max(-128, Math.min(127, near));
        interpreter.run(List.of(x));
        long[] got = interpreter.read(model.program().buffer("scores"));
        float[] wanted = evaluator.evaluate(List.of(meant(x, input))).get("scores");
        for (int c = 0; c < got.length; c++) {
          assertThat((float) (got[c] * step)).isCloseTo(wanted[c], within(wanted[c]));
        }
      }
    }
  }

  private static Offset<Float> within(float value) {
    return Offset.offset(1e-5f * Math.max(1, Math.abs(value)));
  }

  private static long[] random(Random random, int count) {
    return random.longs(count, -128, 128).toArray();
  }

  private static float[] meant(long[] x, Quantization input) {
    float[] reals = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      reals[i] = (float) (input.scale() * (x[i] - input.zeroPoint()));
    }
    return reals;
  }
}
