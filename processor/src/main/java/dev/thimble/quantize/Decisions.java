package dev.thimble.quantize;

import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Excess;
import dev.thimble.graph.Node;
import java.util.List;
import java.util.Map;

/** What a model decides: which score is the largest, and whether a sample is out of order. */
final class Decisions {
  /** So many samples are asked at most. */
  private static final int MOST = 2048;

  private Decisions() {}

  /** Of how many samples the integers decide otherwise than the reals. */
  static int changed(Quantised model, CalibrationSamples samples, long seed) {
    List<Node> decided =
        model.real().nodes().stream()
            .filter(n -> n.operator() instanceof ArgExtreme || n.operator() instanceof Excess)
            .toList();
    if (decided.isEmpty() || samples.runs() > 1) {
      return 0;
    }
    FloatEvaluator reals = new FloatEvaluator(model.real());
    IntegerEvaluator integers = new IntegerEvaluator(model.integer());
    int changed = 0;
    for (List<float[]> sample : samples.subset(MOST, seed).samples()) {
      Map<String, float[]> wanted = reals.evaluate(sample);
      Map<String, float[]> got = integers.evaluate(sample);
      boolean other = decided.stream().anyMatch(node -> !same(node, wanted, got));
      changed += other ? 1 : 0;
    }
    return changed;
  }

  private static boolean same(Node node, Map<String, float[]> wanted, Map<String, float[]> got) {
    float real = Known.of(wanted, node.output())[0];
    float decided = Known.of(got, node.output())[0];
    if (node.operator() instanceof ArgExtreme) {
      return real == decided;
    }
    // Zero stands for zero.
    return real > 0 == decided > 0;
  }
}
