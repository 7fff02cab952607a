package dev.thimble.graph.passes;

import dev.thimble.graph.Graph;
import java.util.List;
import java.util.Set;

/** Rewritings of graphs of integers, none of which changes an output by a bit. */
public final class IntegerPasses implements GraphPass {
  private final List<GraphPass> passes;

  /**
   * The standard rewritings.
   *
   * @param kept values that must stay as they are: those that the user named
   */
  public IntegerPasses(Set<String> kept) {
    passes =
        List.of(
            new ShareResults(kept),
            new LastStep(kept),
            new MergeTransposes(kept),
            new FoldTransposes(kept),
            new FoldPadding(kept),
            new RemoveChannels(kept),
            new RemoveDeadNodes(kept),
            new StreamConvolutions());
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
