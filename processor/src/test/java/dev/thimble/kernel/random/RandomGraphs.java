package dev.thimble.kernel.random;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Value;
import dev.thimble.kernel.RangeException;
import dev.thimble.kernel.lower.Lower;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Random graphs of integers in which everything that is lowered occurs, extremes most of all. */
public final class RandomGraphs {
  private static final List<Consumer<Draft>> KINDS =
      List.of(
          Pictures::convolution,
          Pictures::depthwise,
          Pictures::dense,
          Pictures::pool,
          Elements::binary,
          Pictures::convolution,
          Elements::table,
          Elements::rescale,
          Summaries::reduce,
          Elements::binary,
          Summaries::softmax,
          Summaries::argExtreme,
          Moves::transpose,
          Moves::slice,
          Moves::concat,
          Moves::pad,
          Pictures::pool,
          Tensors::prelu,
          Tensors::choice,
          Tensors::take,
          Tensors::matMul,
          Tensors::resize,
          Tensors::normalization,
          Tensors::magnitude,
          Tensors::quotient);

  private static final int MOST_ELEMENTS = 150;

  private final Dice dice;
  private final Names names;
  private final int kindOffset;
  private Graph graph = new Graph.Builder().build();
  private final List<Value> pool = new ArrayList<>();

  private RandomGraphs(long seed) {
    dice = new Dice(seed);
    names = new Names(dice);
    kindOffset = (int) Math.floorMod(seed * 7, (long) KINDS.size());
  }

  /** A graph of so many layers, the same one for the same seed; reshapes do not count. */
  public static Graph of(long seed, int layers) {
    RandomGraphs graphs = new RandomGraphs(seed);
    for (int i = 0; i < layers; i++) {
      graphs.add(KINDS.get((graphs.kindOffset + i) % KINDS.size()));
    }
    return graphs.finish();
  }

  private void add(Consumer<Draft> kind) {
    RuntimeException last = new IllegalStateException();
    for (int attempt = 0; attempt < 400; attempt++) {
      Draft draft = new Draft(dice, names, pool);
      try {
        kind.accept(draft);
        draft.expectElements(MOST_ELEMENTS);
        Lower.program(draft.alone());
      } catch (Draft.Misfit | RangeException e) {
        last = e;
        continue;
      }
      graph = draft.addTo(new Graph.Builder(graph)).build();
      for (Node node : draft.nodes) {
        pool.add(graph.out(node));
      }
      return;
    }
    throw new IllegalStateException("400 misfits", last);
  }

  /** Some results are handed out, the last one in any case. */
  private Graph finish() {
    Graph.Builder builder = new Graph.Builder(graph);
    List<Node> nodes = graph.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      if (i == nodes.size() - 1 || dice.chance(10)) {
        builder.output(nodes.get(i).output());
      }
    }
    return builder.build();
  }
}
