package dev.thimble.kernel.random;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.kernel.RangeException;
import dev.thimble.kernel.lower.Lower;
import java.util.List;
import java.util.function.Consumer;

/** Random layers of pictures, each on the result of the one before, of which the last is seen. */
public final class ChainGraphs {
  private static final List<Consumer<Draft>> KINDS =
      List.of(
          Pictures::convolution,
          Pictures::convolution,
          Pictures::depthwise,
          Pictures::depthwise,
          Pictures::pool,
          Elements::binary,
          Elements::table,
          Elements::rescale,
          Moves::pad,
          Moves::slice,
          Tensors::prelu,
          Tensors::resize);

  private static final int ROWS = 3;
  private static final int ELEMENTS = 500;

  private final Dice dice;
  private final Names names;
  private Graph graph;
  private Value last;

  private ChainGraphs(long seed) {
    dice = new Dice(seed);
    names = new Names(dice);
    Draft start = new Draft(dice, names, List.of());
    Shape shape = dice.pick(Shape.of(10, 8, 1), Shape.of(13, 3, 2), Shape.of(26, 3, 1));
    last = start.fresh(ElementType.INT8, shape);
    graph = start.addTo(new Graph.Builder()).build();
  }

  /** A chain of so many layers at most, the same one for the same seed. */
  public static Graph of(long seed, int layers) {
    ChainGraphs chain = new ChainGraphs(seed);
    for (int i = 0; i < layers; i++) {
      chain.add();
    }
    return new Graph.Builder(chain.graph).output(chain.last.name()).build();
  }

  private void add() {
    for (int attempt = 0; attempt < 300; attempt++) {
      Draft draft = new Draft(dice, names, List.of(last));
      try {
        KINDS.get(dice.below(KINDS.size())).accept(draft);
        draft.expectElements(ELEMENTS);
        if (!follows(draft)) {
          continue;
        }
        Lower.program(draft.alone());
      } catch (Draft.Misfit | RangeException e) {
        continue;
      }
      graph = draft.addTo(new Graph.Builder(graph)).build();
      last = graph.out(draft.nodes.get(draft.nodes.size() - 1));
      return;
    }
  }

  /** Whether a layer reads the last result as it is and has some rows itself. */
  private boolean follows(Draft draft) {
    Node node = draft.nodes.get(draft.nodes.size() - 1);
    Value result =
        draft.values.stream().filter(v -> v.name().equals(node.output())).findFirst().orElseThrow();
    return draft.nodes.size() == 1
        && node.inputs().contains(last.name())
        && result.shape().rank() == last.shape().rank()
        && result.shape().extent(0) >= ROWS;
  }
}
