package dev.thimble.processor;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.QuantisationMessage;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Detect;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.resolve.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the decisions of {@code @Detect} behind scores that are integers by now. */
final class Detections {
  private Detections() {}

  static Graph added(Graph scores, List<Detection> detections) throws Problem {
    Graph graph = scores;
    for (Detection detection : detections) {
      graph = added(graph, detection);
    }
    return graph;
  }

  private static Graph added(Graph graph, Detection detection) throws Problem {
    Value scores = graph.value(detection.scores());
    if (scores.quantization().isEmpty() || scores.element().bits() > Byte.SIZE) {
      throw new Problem(
          QuantisationMessage.TM1301_NOT_QUANTISED,
          detection.step(),
          "Detect",
          "it reads " + scores.name() + ", which are no scores of 8 bits with a scale");
    }
    double unit = scores.quantized().scale();
    long threshold = (long) Math.ceil(detection.threshold() * detection.smooth() / unit - 1e-6);
    Detect detect =
        new Detect(
            detection.label(),
            detection.smooth(),
            scores.quantized().zeroPoint(),
            threshold,
            detection.refractory());
    String history = fresh(graph, detection.step() + "_history");
    String wait = fresh(graph, detection.step() + "_wait");
    Graph.Builder builder = new Graph.Builder();
    graph.values().values().forEach(builder::value);
    builder.value(value(detection.step(), ElementType.UINT8, 1));
    builder.value(value(history, ElementType.INT16, detection.smooth()));
    builder.value(value(wait, ElementType.INT16, 1));
    graph.nodes().forEach(builder::node);
    builder.node(
        new Node(
            detection.step(),
            detection.step(),
            detect,
            List.of(scores.name()),
            List.of(detection.step(), history, wait),
            Optional.of(new Arithmetic.Exact())));
    graph.inputs().forEach(builder::input);
    List<String> outputs = new ArrayList<>(graph.outputs());
    outputs.remove(scores.name());
    outputs.add(detection.step());
    outputs.forEach(builder::output);
    return builder.build();
  }

  private static Value value(String name, ElementType element, int length) {
    return new Value(name, element, Shape.of(length), Optional.empty(), Optional.empty());
  }

  private static String fresh(Graph graph, String wanted) {
    String name = wanted;
    while (graph.values().containsKey(name)) {
      name += "_";
    }
    return name;
  }
}
