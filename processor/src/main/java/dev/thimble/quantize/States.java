package dev.thimble.quantize;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.WriteState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network of reals remembers between runs, while it is quantised node by node: in each run
 * its states hold what the reals left in them, brought to integers.
 */
final class States {
  /** Nothing is remembered. */
  static final States NONE = new States();

  private final List<Map<String, float[]>> held = new ArrayList<>();

  private States() {}

  /** Runs the samples one after the other and keeps what each run finds in the states. */
  static States of(Graph graph, CalibrationSamples samples) {
    States states = new States();
    List<Node> reads =
        graph.nodes().stream().filter(node -> node.operator() instanceof ReadState).toList();
    FloatEvaluator evaluator = new FloatEvaluator(graph);
    for (int i = 0; i < samples.size() && !reads.isEmpty(); i++) {
      if (samples.begins(i)) {
        evaluator.reset();
      }
      Map<String, float[]> values = evaluator.evaluate(samples.samples().get(i));
      Map<String, float[]> kept = new LinkedHashMap<>();
      reads.forEach(node -> kept.put(node.output(), Known.of(values, node.output())));
      states.held.add(kept);
    }
    return states;
  }

  /** What the run of that index reads. */
  float[] read(int run, Node node) {
    return Known.of(held.get(run), node.output());
  }

  /** The node that reads what another one writes. */
  static Node read(Graph graph, Node write) {
    String state = ((WriteState) write.operator()).state();
    return graph.nodes().stream()
        .filter(n -> n.operator() instanceof ReadState read && read.state().equals(state))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing reads " + state));
  }
}
