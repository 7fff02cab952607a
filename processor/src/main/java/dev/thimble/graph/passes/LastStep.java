package dev.thimble.graph.passes;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A recurrent layer of which only the last step is read keeps no others. */
final class LastStep implements GraphPass {
  private final Set<String> kept;

  /**
   * A pass.
   *
   * @param kept values that must stay as they are
   */
  LastStep(Set<String> kept) {
    this.kept = Set.copyOf(kept);
  }

  @Override
  public Graph apply(Graph graph) {
    for (Node slice : graph.nodes()) {
      if (slice.operator() instanceof Slice cut) {
        Optional<Node> layer = Rewriting.soleProducer(graph, slice.inputs().get(0));
        if (layer.isPresent()
            && !kept.contains(layer.get().output())
            && layer.get().operator() instanceof Recurrence recurrence
            && recurrence.sequence()
            && last(graph.out(layer.get()).shape(), cut, recurrence.backwards())) {
          return apply(merged(graph, layer.get(), slice, recurrence));
        }
      }
    }
    return graph;
  }

  /** Whether the slice is the row of the step that is computed last. */
  private static boolean last(Shape rows, Slice cut, boolean backwards) {
    int axis = rows.rank() - 2;
    int row = backwards ? 0 : rows.extent(axis) - 1;
    boolean whole = true;
    for (int i = 0; i < rows.rank(); i++) {
      whole &= i == axis || (cut.begin().get(i) == 0 && cut.step().get(i) == 1);
    }
    return whole && cut.begin().get(axis) == row && cut.shape().equals(rows.with(axis, 1));
  }

  private static Graph merged(Graph graph, Node layer, Node slice, Recurrence recurrence) {
    Recurrence alone =
        new Recurrence(recurrence.cell(), false, recurrence.stateful(), recurrence.backwards());
    List<String> outputs = new ArrayList<>(layer.outputs());
    outputs.set(0, slice.output());
    Node merged =
        new Node(slice.name(), slice.step(), alone, layer.inputs(), outputs, layer.arithmetic());
    return Rewriting.merge(graph, layer, slice, merged, List.of());
  }
}
