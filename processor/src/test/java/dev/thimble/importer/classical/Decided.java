package dev.thimble.importer.classical;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import java.util.List;
import java.util.Map;

/** Scores with a decision behind them, in integers. */
public final class Decided {
  private Decided() {}

  /** The graph of integers with the value {@code label}. */
  public static Graph quantised(Graph reals, List<List<float[]>> samples, boolean least, int bits)
      throws Problem {
    Graph.Builder builder = new Graph.Builder();
    reals.values().values().forEach(builder::value);
    reals.nodes().forEach(builder::node);
    Graph graph =
        builder
            .value(Value.real("label", new Shape(List.of())))
            .node(Node.of("label", new ArgExtreme(!least, 0), reals.outputs().get(0)))
            .input("x")
            .output("label")
            .build();
    QuantizerOptions options = QuantizerOptions.defaults().withBits(Map.of("x", bits));
    return Quantizer.quantise(graph, new CalibrationSamples(samples), options).integer();
  }
}
