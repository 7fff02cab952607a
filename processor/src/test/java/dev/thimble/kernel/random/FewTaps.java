package dev.thimble.kernel.random;

import dev.thimble.graph.Graph;
import dev.thimble.kernel.RangeException;
import dev.thimble.kernel.lower.Lower;
import java.util.List;
import java.util.Optional;

/** Random layers that sum few products at many positions. */
public final class FewTaps {
  private FewTaps() {}

  /** A graph of one layer, the same one for the same seed; not every seed has one. */
  public static Optional<Graph> of(long seed) {
    Dice dice = new Dice(seed);
    Draft draft = new Draft(dice, new Names(dice), List.of());
    try {
      Pictures.fewTaps(draft);
      Lower.program(draft.alone());
    } catch (Draft.Misfit | RangeException e) {
      return Optional.empty();
    }
    String last = draft.nodes.get(draft.nodes.size() - 1).output();
    return Optional.of(draft.addTo(new Graph.Builder()).output(last).build());
  }
}
