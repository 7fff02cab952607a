package dev.thimble.kernel.random;

import dev.thimble.diagnostic.Problem;
import dev.thimble.fixture.Gaussians;
import dev.thimble.graph.Cell;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Value;
import dev.thimble.graph.passes.IntegerPasses;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Quantised;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.quantize.Widths;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Recurrent layers of random weights and sizes, quantised on random sequences. */
public final class RecurrentGraphs {
  private static final int SEQUENCES = 12;
  private static final int RUNS = 3;

  private final Random random;
  private final Graph.Builder builder = new Graph.Builder();

  /** A seed whose layer has bytes as weights, and keeps no state. */
  private static final long SIZED = 3L * Cell.values().length;

  private RecurrentGraphs(long seed) {
    random = new Random(seed);
  }

  /** How many kinds there are; seeds that differ by it have the same cell. */
  public static int kinds() {
    return Cell.values().length;
  }

  /** Whether the layer of that seed has weights of four bits. */
  public static boolean halves(long seed) {
    long turn = seed / kinds() % 4;
    return turn == 1 || turn == 2;
  }

  /** The layer of that seed, its cell by the seed's remainder, rewritten as models are. */
  public static Graph of(long seed) throws Problem {
    Graph integer = quantised(seed).integer();
    return new IntegerPasses(Set.of()).apply(integer);
  }

  /** The layer with its qualities; a third of them give their last step alone. */
  public static Quantised quantised(long seed) throws Problem {
    return new RecurrentGraphs(seed).layer(Cell.values()[(int) (seed % kinds())], seed);
  }

  /** A layer of bytes with so many inputs and units, over three steps. */
  public static Graph sized(Cell cell, int inputs, int units) throws Problem {
    Quantised layer = new RecurrentGraphs(inputs).layer(cell, SIZED, 3, inputs, units);
    return new IntegerPasses(Set.of()).apply(layer.integer());
  }

  private Quantised layer(Cell cell, long seed) throws Problem {
    int steps = 1 + random.nextInt(7);
    int inputs = 1 + random.nextInt(9);
    int units = 1 + random.nextInt(10);
    return layer(cell, seed, steps, inputs, units);
  }

  private Quantised layer(Cell cell, long seed, int steps, int inputs, int units) throws Problem {
    boolean stateful = seed / kinds() % 2 == 0;
    boolean backwards = !stateful && random.nextBoolean();
    builder.value(Value.real("x", Shape.of(steps, inputs))).input("x");
    int rows = cell.gates() * units;
    double spread = cell == Cell.RELU ? 0.4 : 1;
    List<String> reads = new ArrayList<>(List.of("x"));
    reads.add(constant("w", spread, rows, inputs));
    reads.add(constant("r", spread / Math.sqrt(units), rows, units));
    reads.add(constant("b", 0.5, rows));
    reads.add(constant("c", 0.5, rows));
    if (cell == Cell.FAST_GRNN) {
      builder.value(Value.real("mix", Shape.of(2), new float[] {0.8f, 0.05f}));
      reads.add("mix");
    }
    Recurrence layer = new Recurrence(cell, true, stateful, backwards);
    try {
      builder.real(Node.of("y", layer, reads.toArray(String[]::new)));
      if (seed % 3 == 0) {
        int last = backwards ? 0 : steps - 1;
        Slice slice = new Slice(List.of(last, 0), List.of(1, 1), Shape.of(1, units));
        builder.real(Node.of("z", slice, "y")).output("z");
      } else {
        builder.output("y");
      }
    } catch (ShapeException e) {
      throw new IllegalStateException(e);
    }
    CalibrationSamples samples = new CalibrationSamples(samples(steps * inputs), RUNS);
    Widths widths = Widths.all(halves(seed) ? Widths.HALF : Widths.BYTE);
    QuantizerOptions options = QuantizerOptions.defaults().withWidths(widths);
    return Quantizer.quantise(builder.build(), samples, options);
  }

  private List<List<float[]>> samples(int size) {
    List<List<float[]>> samples = new ArrayList<>();
    for (int i = 0; i < SEQUENCES * RUNS; i++) {
      samples.add(List.of(Gaussians.of(random, size, 1)));
    }
    return samples;
  }

  private String constant(String name, double spread, int... extents) {
    Shape shape = Shape.of(extents);
    builder.value(Value.real(name, shape, Gaussians.of(random, shape.size(), spread)));
    return name;
  }
}
