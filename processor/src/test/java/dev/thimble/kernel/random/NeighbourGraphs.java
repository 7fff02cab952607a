package dev.thimble.kernel.random;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Metric;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random nearest neighbours, quantised as declared steps are. */
public final class NeighbourGraphs {
  private NeighbourGraphs() {}

  /**
   * One feature, one point, one output; many of each; equal points; votes and fractions; bytes, and
   * for every third seed 16 bits.
   */
  public static Graph of(long seed) throws Problem {
    Random random = new Random(seed);
    int features = seed % 4 == 0 ? 1 : 1 + random.nextInt(70);
    int points = seed % 5 == 1 ? 1 : 2 + random.nextInt(60);
    int count = 1 + random.nextInt(Math.min(9, points));
    int outputs = seed % 4 == 2 ? 1 : 2 + random.nextInt(6);
    boolean small = random.nextBoolean();
    float[] coordinates = numbers(random, points * features, small);
    if (points > 1) {
      System.arraycopy(coordinates, 0, coordinates, features, features);
    }
    float[] rows = new float[points * outputs];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = seed % 2 == 0 ? (float) random.nextGaussian() : 0;
    }
    for (int i = 0; i < points && seed % 2 == 1; i++) {
      rows[i * outputs + random.nextInt(outputs)] = 1;
    }
    List<List<float[]>> samples = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      samples.add(List.of(numbers(random, features, small)));
    }
    Metric metric = seed % 7 == 6 ? Metric.MANHATTAN : Metric.EUCLIDEAN;
    Graph reals =
        new Graph.Builder()
            .value(Value.real("x", Shape.of(features)))
            .value(Value.real("points", Shape.of(points, features), coordinates))
            .value(Value.real("rows", Shape.of(points, outputs), rows))
            .value(Value.real("scores", Shape.of(outputs)))
            .node(Node.of("scores", new Neighbours(count, metric), "x", "points", "rows"))
            .input("x")
            .output("scores")
            .build();
    return Quantizer.quantise(
            reals,
            new CalibrationSamples(samples),
            QuantizerOptions.defaults().withBits(Map.of("x", seed % 3 == 0 ? 16 : 8)))
        .integer();
  }

  private static float[] numbers(Random random, int count, boolean small) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = small ? random.nextInt(17) : (float) random.nextGaussian();
    }
    return numbers;
  }
}
