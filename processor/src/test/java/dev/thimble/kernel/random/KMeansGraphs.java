package dev.thimble.kernel.random;

import dev.thimble.diagnostic.Problem;
import dev.thimble.fixture.Gaussians;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Distances;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Distances to centres of clusters and the nearest one, quantised as declared steps are. */
public final class KMeansGraphs {
  private KMeansGraphs() {}

  /** Random centres: one cluster, one feature, many of both, two equal centres. */
  public static Graph of(long seed) throws Problem {
    Random random = new Random(seed);
    int features = seed % 4 == 0 ? 1 : 1 + random.nextInt(64);
    int clusters = seed % 4 == 1 ? 1 : 2 + random.nextInt(11);
    double spread = Math.scalb(1.0, random.nextInt(12) - 6);
    float[] centres = Gaussians.of(random, clusters * features, spread);
    if (clusters > 1) {
      System.arraycopy(centres, 0, centres, features, features);
    }
    List<List<float[]>> samples = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      samples.add(List.of(Gaussians.of(random, features, spread)));
    }
    return of(centres, clusters, samples, seed % 3 == 0 ? 16 : 8);
  }

  /** The integers of distances to these centres and of the nearest one. */
  public static Graph of(float[] centres, int clusters, List<List<float[]>> samples)
      throws Problem {
    return of(centres, clusters, samples, 8);
  }

  /** The same over features of 8 or 16 bits. */
  public static Graph of(float[] centres, int clusters, List<List<float[]>> samples, int bits)
      throws Problem {
    int features = centres.length / clusters;
    Graph reals =
        new Graph.Builder()
            .value(Value.real("x", Shape.of(features)))
            .value(Value.real("points", Shape.of(clusters, features), centres))
            .value(Value.real("distances", Shape.of(clusters)))
            .value(Value.real("cluster", new Shape(List.of())))
            .node(Node.of("distances", new Distances(), "x", "points"))
            .node(Node.of("cluster", new ArgExtreme(false, 0), "distances"))
            .input("x")
            .output("cluster")
            .build();
    return Quantizer.quantise(
            reals,
            new CalibrationSamples(samples),
            QuantizerOptions.defaults().withBits(java.util.Map.of("x", bits)))
        .integer();
  }
}
