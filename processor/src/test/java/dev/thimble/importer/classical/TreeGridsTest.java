package dev.thimble.importer.classical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features that only trees read: no decision about data on a grid changes, nor about a sample. */
class TreeGridsTest {
  private static final int FEATURES = 3;
  private static final int SAMPLES = 200;
  private static final int REACH = 2000;

  /** Thresholds on values of the grid and between them; values that were no samples. */
  @ParameterizedTest
  @ValueSource(doubles = {0.125, 0.01, 0.5, 0.1, 0.001, 4})
  void dataOnAGrid(double step) throws Exception {
    Random random = new Random(1);
    Graph graph = stumps(random, () -> (float) ((random.nextInt(REACH) / 2.0 - 300) * step));
    List<float[]> samples = samples(() -> (float) ((random.nextInt(REACH) - 800) * step));
    TrainedModel model = TrainedModel.of(graph, samples, false, 16);
    for (int value = -1000; value < REACH; value++) {
      float[] x = new float[FEATURES];
      for (int k = 0; k < FEATURES; k++) {
        x[k] = (float) ((value + k) * step);
      }
      assertThat(model.label(x)).as("%s", x[0]).isEqualTo(model.realLabel(x));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void samples(long seed) throws Exception {
    Random random = new Random(seed);
    Graph graph = stumps(random, () -> (float) (100 + random.nextGaussian()));
    List<float[]> samples = samples(() -> (float) (100 + random.nextGaussian()));
    TrainedModel model = TrainedModel.of(graph, samples, false, 0);
    for (float[] x : samples) {
      assertThat(model.label(x)).isEqualTo(model.realLabel(x));
    }
  }

  /** A source of numbers. */
  private interface Numbers {
    float next();
  }

  private static List<float[]> samples(Numbers numbers) {
    List<float[]> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      float[] x = new float[FEATURES];
      for (int k = 0; k < FEATURES; k++) {
        x[k] = numbers.next();
      }
      samples.add(x);
    }
    return samples;
  }

  /** Each threshold moves votes from one of the sums to another. */
  private static Graph stumps(Random random, Numbers thresholds) throws Exception {
    TreesBuilder builder = new TreesBuilder(4);
    for (int i = 0; i < 40; i++) {
      double[] below = new double[4];
      double[] above = new double[4];
      below[random.nextInt(4)] = 1 + random.nextInt(7);
      above[random.nextInt(4)] = 1 + random.nextInt(7);
      builder.add(TreesBuilder.stump(i % FEATURES, thresholds.next(), below, above));
    }
    return builder.graph(FEATURES, new float[4]);
  }
}
