package dev.thimble.graph.passes;

import dev.thimble.graph.Graph;
import java.util.List;
import java.util.Set;

/** All rewritings in an order that works, until nothing changes any more. */
public final class Passes implements GraphPass {
  private final List<GraphPass> passes;

  /**
   * The standard rewritings.
   *
   * @param evaluator computes nodes whose inputs are all constants
   */
  public Passes(FoldConstants.Evaluator evaluator) {
    passes =
        List.of(
            new FoldConstants(evaluator),
            new MergeTransposes(Set.of()),
            new FoldTransposes(Set.of()),
            new RemoveIdentities(),
            new SinkReshapes(),
            new MergeReshapes(),
            new MergeTransposes(Set.of()),
            new FoldTransposes(Set.of()),
            new FoldScaleAndShift(),
            new FoldScalerAhead(),
            new FuseActivation(),
            new RemoveDeadNodes());
  }

  @Override
  public Graph apply(Graph graph) {
    Graph before;
    Graph after = graph;
    do {
      before = after;
      for (GraphPass pass : passes) {
        after = pass.apply(after);
      }
    } while (!after.equals(before));
    return after;
  }
}
