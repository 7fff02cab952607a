package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.fixture.Gaussians;
import dev.thimble.graph.Graph;
import dev.thimble.importer.classical.ClassicalGraph;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.KernelCost;
import dev.thimble.plan.Plan;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of products of 16 bits: the interpreter's bits, and exactly the cycles predicted. */
final class WordSumsTest {
  private final AvrBackend backend = new AvrBackend();
  private final Chip chip = Chips.of(backend, "atmega328p");

  /** Even and odd numbers of features, one of them, one row, more rounds than a byte counts. */
  @ParameterizedTest
  @CsvSource({"64, 10", "7, 3", "1, 4", "2, 1", "300, 2", "257, 2", "513, 1", "30, 1"})
  void affineMaps(int features, int rows) throws Exception {
    TestModel model = TestModel.of(map(features, rows));
    Comparison comparison = new Comparison(features + " x " + rows, model, 1);
    Plan plan = model.plan(backend, chip);
    Target target = model.target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    comparison.target(target, BuildOptions.DEFAULT.withOptimization("-Os"));
    KernelCost cost = plan.costs().get(0);
    comparison.costs(target, BuildOptions.DEFAULT, List.of(cost), Core.of(chip).callCycles());
    assertThat(cost.leastCycles()).isEqualTo(cost.cycles());
    if (features == 64) {
      // Before there was code for it, a product took 61 cycles.
      assertThat(cost.cycles()).isLessThan(36L * features * rows);
    }
  }

  private static Graph map(int features, int rows) throws Exception {
    Random random = new Random(features);
    double[][] weights = new double[rows][features];
    double[] bias = new double[rows];
    for (int row = 0; row < rows; row++) {
      bias[row] = random.nextGaussian();
      weights[row] = random.doubles(features, -1, 1).toArray();
    }
    List<List<float[]>> samples = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      samples.add(List.of(Gaussians.of(random, features)));
    }
    return Quantizer.quantise(
            new ClassicalGraph(features).affine(weights, bias).finish(),
            new CalibrationSamples(samples),
            QuantizerOptions.defaults().withBits(Map.of("x", 16)))
        .integer();
  }
}
