package dev.thimble.kernel.random;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.importer.classical.TreesBuilder;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random decision trees and the largest of their sums, quantised as imported ones are. */
public final class TreeGraphs {
  private TreeGraphs() {}

  /** Reals: stumps, leaves alone, many features, one output; votes and fractions; inputs. */
  public static Graph reals(long seed) {
    Random random = new Random(seed);
    int features = seed % 4 == 0 ? 1 : 1 + random.nextInt(100);
    int outputs = seed % 4 == 1 ? 1 : 2 + random.nextInt(9);
    boolean votes = seed % 2 == 0;
    TreesBuilder builder = new TreesBuilder(outputs);
    int trees = 1 + random.nextInt(8);
    for (int i = 0; i < trees; i++) {
      builder.add(new RandomTree(random, features, outputs, seed % 5 == 4 ? 0 : 7, votes));
    }
    float[] base = new float[outputs];
    for (int c = 0; !votes && c < outputs; c++) {
      base[c] = (float) random.nextGaussian();
    }
    try {
      return builder.graph(features, base);
    } catch (ShapeException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The integers of random trees, and the index of the largest sum. */
  public static Graph of(long seed) throws Problem {
    return quantised(reals(seed), samples(seed), seed % 3 == 0 ? 16 : 8);
  }

  /** Samples from -1 to 1 in every feature. */
  private static List<List<float[]>> samples(long seed) {
    int features = reals(seed).value("x").shape().size();
    float[] low = new float[features];
    float[] high = new float[features];
    for (int i = 0; i < features; i++) {
      low[i] = -1;
      high[i] = 1;
    }
    return List.of(List.of(low), List.of(high));
  }

  /** The integers of trees, and the index of the largest sum. */
  public static Graph quantised(Graph reals, List<List<float[]>> samples) throws Problem {
    return quantised(reals, samples, 0);
  }

  /** The same over features of 8 or 16 bits, or what suits them. */
  public static Graph quantised(Graph reals, List<List<float[]>> samples, int bits) throws Problem {
    Graph.Builder builder = new Graph.Builder();
    reals.values().values().forEach(builder::value);
    reals.nodes().forEach(builder::node);
    Graph graph =
        builder
            .value(Value.real("label", new Shape(List.of())))
            .node(Node.of("label", new ArgExtreme(true, 0), reals.outputs().get(0)))
            .input("x")
            .output("label")
            .build();
    return Quantizer.quantise(
            graph,
            new CalibrationSamples(samples),
            QuantizerOptions.defaults().withBits(java.util.Map.of("x", bits)))
        .integer();
  }

  /** A tree whose nodes are drawn when it is made. */
  private static final class RandomTree implements TreesBuilder.Tree {
    private final Random random;
    private final int features;
    private final int outputs;
    private final boolean votes;
    private final List<int[]> nodes = new ArrayList<>();
    private final List<Double> thresholds = new ArrayList<>();

    RandomTree(Random random, int features, int outputs, int depth, boolean votes) {
      this.random = random;
      this.features = features;
      this.outputs = outputs;
      this.votes = votes;
      grow(depth);
    }

    private int grow(int depth) {
      int at = nodes.size();
      boolean leaf = depth == 0 || random.nextInt(6) == 0;
      int[] node = {leaf ? -1 : random.nextInt(features), 0, 0};
      nodes.add(node);
      // Some lie on what an integer stands for, some outside of all inputs.
      boolean on = random.nextBoolean();
      int step = random.nextInt(300) - 150;
      thresholds.add(on ? step * 2 / 255.0 : random.nextDouble() * 2.2 - 1.1);
      if (!leaf) {
        node[1] = grow(depth - 1);
        node[2] = grow(depth - 1);
      }
      return at;
    }

    @Override
    public boolean leaf(int node) {
      return nodes.get(node)[0] < 0;
    }

    @Override
    public int feature(int node) {
      return nodes.get(node)[0];
    }

    @Override
    public double threshold(int node) {
      return thresholds.get(node);
    }

    @Override
    public int left(int node) {
      return nodes.get(node)[1];
    }

    @Override
    public int right(int node) {
      return nodes.get(node)[2];
    }

    @Override
    public double[] value(int node) {
      double[] row = new double[outputs];
      row[random.nextInt(outputs)] = 1;
      for (int c = 0; !votes && c < outputs; c++) {
        row[c] = random.nextGaussian();
      }
      return row;
    }
  }
}
