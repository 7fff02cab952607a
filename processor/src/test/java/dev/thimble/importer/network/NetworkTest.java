package dev.thimble.importer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Dense;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Unary;
import dev.thimble.importer.data.Trial;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.FloatEvaluator;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Networks in the layout of a file, and what the graph computes of them. */
class NetworkTest {
  private static final int HEIGHT = 5;
  private static final int WIDTH = 4;
  private static final int IN = 2;
  private static final int OUT = 3;

  private final Random random = new Random(4);
  private final float[] weights = reals(OUT * IN * 3 * 3);
  private final float[] dense = reals(2 * OUT * 3 * 2);

  private float[] reals(int count) {
    float[] reals = new float[count];
    for (int i = 0; i < count; i++) {
      reals[i] = random.nextFloat() - 0.5f;
    }
    return reals;
  }

  /** Convolution, batch normalisation, ReLU, flatten by channels, dense. */
  private Graph firstChannels(boolean channelsLast) throws Problem {
    Network network = new Network("a.test");
    Movements move = new Movements(network);
    Tensor x =
        channelsLast
            ? move.transpose(
                network.input("in", Shape.of(1, HEIGHT, WIDTH, IN)), List.of(0, 3, 1, 2))
            : network.input("other", Shape.of(1, IN, HEIGHT, WIDTH));
    Tensor w = network.constant(Shape.of(OUT, IN, 3, 3), weights);
    Tensor conv =
        new Convolutions(network).convolution(x, w, Optional.empty(), Geometry.plain(2), 1);
    float[] ones = {1, 1, 1};
    Tensor norm = new Elements(network).batchNorm(conv, new float[] {1, 2, 3}, ones, ones, ones, 0);
    Tensor flat = move.flatten(new Elements(network).unary(Unary.Kind.RELU, norm), 1);
    Tensor columns = network.constant(Shape.of(2, OUT * 3 * 2), dense);
    return network.finish(List.of(new Products(network).linear(flat, columns, Optional.empty())));
  }

  @Test
  void aPictureFlattenedByChannelsCostsNothing() throws Problem {
    Graph graph = firstChannels(false);
    assertThat(graph.nodes()).noneMatch(node -> node.operator() instanceof Transpose);
    assertThat(graph.nodes()).hasSize(3);
    assertThat(graph.value("input").shape()).isEqualTo(Shape.of(1, HEIGHT, WIDTH, IN));
    float[] x = reals(HEIGHT * WIDTH * IN);
    float[] got = new FloatEvaluator(graph).evaluate(List.of(x)).get(graph.outputs().get(0));
    float[] wanted = wanted(x);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(got[i]).isCloseTo(wanted[i], within(1e-5f));
    }
  }

  private float[] wanted(float[] hwc) {
    float[] flat = new float[OUT * 3 * 2];
    for (int o = 0; o < OUT; o++) {
      for (int y = 0; y < 3; y++) {
        for (int x = 0; x < 2; x++) {
          double sum = 0;
          for (int tap = 0; tap < IN * 9; tap++) {
            int row = y + tap % 9 / 3;
            int column = x + tap % 3;
            sum += weights[o * IN * 9 + tap] * hwc[(row * WIDTH + column) * IN + tap / 9];
          }
          flat[(o * 3 + y) * 2 + x] = (float) Math.max(0, (sum - 1) * (o + 1) + 1);
        }
      }
    }
    float[] out = new float[2];
    for (int i = 0; i < dense.length; i++) {
      out[i / flat.length] += dense[i] * flat[i % flat.length];
    }
    return out;
  }

  @Test
  void theSameNetworkInTwoLayoutsIsTheSameGraph() throws Problem {
    assertThat(firstChannels(true)).isEqualTo(firstChannels(false));
  }

  /** What is not chosen may be no number at all: log(x) where x is not above 0. */
  @Test
  void whatIsNotChosenDoesNotCount() throws Problem {
    Network network = new Network("a.test");
    Tensor x = network.input("x", Shape.of(1, 4));
    Choices choices = new Choices(network);
    Tensor zero = network.constant(Shape.of(), 0);
    Tensor log = new Elements(network).unary(Unary.Kind.LOG, x);
    Tensor safe = choices.where(choices.above(x, zero, false), log, zero);
    float[] mask = {1, 0, 1, 0};
    Tensor masked = choices.where(network.constant(Shape.of(4), mask), safe, x);
    Graph graph = network.finish(List.of(masked));
    assertThat(new FloatEvaluator(graph).evaluate(List.of(new float[] {0, -1, 1, -2})).values())
        .last()
        .isEqualTo(new float[] {0, -1, 0, -2});
  }

  @Test
  void choicesAreIntegersToo() throws Problem {
    Network network = new Network("a.test");
    Tensor x = network.input("x", Shape.of(1, 4));
    Choices choices = new Choices(network);
    Tensor half = network.constant(Shape.of(), 0.5f);
    Tensor above = choices.where(choices.above(x, half, false), x, half);
    float[] mask = {1, 0, 1, 0};
    Tensor masked = choices.where(network.constant(Shape.of(4), mask), above, x);
    Graph graph = network.finish(List.of(masked));
    List<List<float[]>> samples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      samples.add(List.of(reals(4)));
      samples.get(i).get(0)[i % 4] *= 4;
    }
    Graph integer =
        Quantizer.quantise(graph, new CalibrationSamples(samples), QuantizerOptions.defaults())
            .integer();
    assertThat(Trial.decibels(graph, integer, samples)).isGreaterThan(35);
    Trial.twinAndC("choices", integer);
  }

  @Test
  void constantsAreComputedWhileReading() throws Problem {
    Network network = new Network("a.test");
    Tensor sum =
        new Elements(network)
            .binary(
                Binary.Kind.DIV,
                network.integers(Shape.of(2), 7, -7),
                network.integers(Shape.of(), 2));
    assertThat(network.integers(sum)).containsExactly(3, -3);
  }

  @Test
  void sequencesArePicturesOneColumnWide() throws Problem {
    Network network = new Network("a.test");
    Tensor x = network.input("x", Shape.of(1, 6, 30));
    Tensor w = network.constant(Shape.of(4, 6, 5), reals(120));
    Convolutions convolutions = new Convolutions(network);
    Tensor first = convolutions.convolution(x, w, Optional.empty(), Geometry.plain(1), 1);
    Tensor positive = new Elements(network).unary(Unary.Kind.RELU, first);
    Tensor mean =
        new Poolings(network).adaptive(dev.thimble.graph.Pool2d.Kind.AVERAGE, positive, List.of(1));
    Tensor flat = new Movements(network).flatten(mean, 1);
    Tensor out =
        new Products(network)
            .linear(flat, network.constant(Shape.of(3, 4), reals(12)), Optional.empty());
    Graph graph = network.finish(List.of(out));
    assertThat(graph.value("input").shape()).isEqualTo(Shape.of(1, 30, 6));
    assertThat(graph.nodes().stream().map(Node::operator).map(o -> o.getClass().getSimpleName()))
        .containsExactly("Reshape", "Conv2d", "Reduce", "Reshape", "Dense");
    assertThat(graph.nodes().get(4).operator()).isInstanceOf(Dense.class);
  }

  @Test
  void whatDoesNotFitIsSaidWithItsPlace() {
    Network network = new Network("a.test");
    network.at(Site.of("Conv", 3, "y"));
    Tensor x = network.input("x", Shape.of(1, 6, 30));
    Tensor w = network.constant(Shape.of(4, 5, 5), reals(100));
    assertThatThrownBy(
            () ->
                new Convolutions(network).convolution(x, w, Optional.empty(), Geometry.plain(1), 1))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("a.test: operator Conv (no. 3, it writes y)");
  }
}
