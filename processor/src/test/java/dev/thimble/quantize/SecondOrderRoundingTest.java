package dev.thimble.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Gaussians;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Patches are what the kernels multiply; rounding by moments beats rounding to the nearest. */
class SecondOrderRoundingTest {
  private final Random random = new Random(3);

  @Test
  void patchesGiveTheKernelsSums() throws Exception {
    WindowSpec window = WindowSpec.of(2, 1, 1, 2, WindowSpec.Padding.SAME);
    patches(new Conv2d(window, Activation.NONE), Shape.of(5, 7, 4), Shape.of(6, 3, 2, 2));
    patches(new Conv2d(window, Activation.NONE), Shape.of(2, 5, 6, 3), Shape.of(4, 2, 3, 3));
    patches(new DepthwiseConv2d(window, Activation.NONE), Shape.of(5, 6, 3), Shape.of(3, 3, 6));
    patches(new Dense(Activation.NONE), Shape.of(4, 9), Shape.of(5, 9));
  }

  private void patches(Operator operator, Shape input, Shape weights) throws Exception {
    Graph graph =
        new Graph.Builder()
            .value(Value.real("x", input))
            .input("x")
            .value(Value.real("w", weights, Gaussians.of(random, weights.size())))
            .real(Node.of("y", operator, "x", "w"))
            .output("y")
            .build();
    Node node = graph.nodes().get(0);
    float[] x = Gaussians.of(random, input.size());
    float[] w = graph.value("w").floats();
    double[] sums = LinearKernels.of(graph, node).sums(x, w);
    Patches patches = Patches.of(graph, node);
    WeightLayout layout = WeightLayout.of(operator, weights);
    double[] row = new double[patches.size()];
    assertThat(patches.positions() * layout.channels()).isEqualTo(sums.length);
    for (int i = 0; i < sums.length; i++) {
      int channel = i % layout.channels();
      patches.fill(x, i / layout.channels(), patches.group(channel), row);
      double sum = 0;
      for (int k = 0; k < row.length; k++) {
        sum += row[k] * w[layout.index(channel, k)];
      }
      assertThat(sum).isCloseTo(sums[i], Offset.offset(1e-4));
    }
  }

  /** On inputs that go together, errors of weights are made to cancel. */
  @Test
  void errorsCancel() throws Exception {
    int size = 24;
    Graph graph =
        new Graph.Builder()
            .value(Value.real("x", Shape.of(size)))
            .input("x")
            .value(Value.real("w", Shape.of(1, size), Gaussians.of(random, size)))
            .real(Node.of("y", new Dense(Activation.NONE), "x", "w"))
            .output("y")
            .build();
    List<float[]> inputs =
        random
            .doubles(60)
            .mapToObj(
                common -> {
                  float[] x = Gaussians.of(random, size);
                  for (int i = 0; i < size; i++) {
                    x[i] = (float) (20 * common + x[i]);
                  }
                  return x;
                })
            .toList();
    Moments moments = new Moments(Patches.of(graph, graph.nodes().get(0)), inputs, 1);
    float[] w = graph.value("w").floats();
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] = w[i];
    }
    long[] rounded = new long[size];
    double scale = 0.4;
    double told = new SecondOrderRounding(moments).round(0, weights, scale, rounded);
    double[][] h = moments.of(0).get(0);
    assertThat(told).isCloseTo(error(h, weights, scale, rounded), withinPercent(told));
    long[] nearest = new long[size];
    for (int k = 0; k < size; k++) {
      nearest[k] = Math.max(-8, Math.min(7, Math.round(weights[k] / scale)));
    }
    assertThat(told).isLessThan(0.2 * error(h, weights, scale, nearest));
    assertThat(Arrays.stream(rounded).allMatch(v -> v >= -8 && v <= 7)).isTrue();
  }

  private static Offset<Double> withinPercent(double value) {
    return Offset.offset(0.01 * value);
  }

  private static double error(double[][] h, double[] weights, double scale, long[] rounded) {
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      for (int j = 0; j < h.length; j++) {
        sum += h[i][j] * (rounded[i] * scale - weights[i]) * (rounded[j] * scale - weights[j]);
      }
    }
    return sum;
  }
}
