package dev.thimble.processor;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.QuantisationMessage;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.quantize.Rescaling;
import dev.thimble.resolve.LateDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the decisions of {@code @Detect} and {@code @Vote} behind scores that are integers by now.
 */
final class Detections {
  private Detections() {}

  static Graph added(Graph scores, List<LateDecision> detections) throws Problem {
    Graph graph = scores;
    for (LateDecision decision : detections) {
      graph = added(graph, decision);
    }
    return graph;
  }

  private static Graph added(Graph given, LateDecision decision) throws Problem {
    Graph graph = given;
    Value scores = graph.value(decision.scores());
    // What is kept of 16-bit scores has 16 bits too: a zero point would need one more.
    boolean words = scores.element() == ElementType.INT16 && scores.quantization().isPresent();
    if (words && scores.quantized().zeroPoint() != 0) {
      scores = bytes(scores, fresh(graph, scores.name() + "_bytes"));
      graph = narrowed(graph, decision, scores);
    }
    if (scores.quantization().isEmpty() || scores.element().bits() > Short.SIZE) {
      throw new Problem(
          QuantisationMessage.TM1301_NOT_QUANTISED,
          decision.step(),
          decision.annotation(),
          "it reads " + scores.name() + ", which are no scores of 8 or 16 bits with a scale");
    }
    Operator operator = decision.over(scores);
    List<Shape> shapes = shapes(operator, scores);
    List<Value> values = new ArrayList<>();
    values.add(value(decision.step(), ElementType.UINT8, shapes.get(0)));
    for (int i = 0; i + 1 < shapes.size(); i++) {
      String kept = fresh(graph, decision.step() + "_kept" + (i == 0 ? "" : i));
      values.add(value(kept, decision.kept().get(i), shapes.get(i + 1)));
    }
    Graph.Builder builder = new Graph.Builder();
    graph.values().values().forEach(builder::value);
    values.forEach(builder::value);
    graph.nodes().forEach(builder::node);
    builder.node(
        new Node(
            decision.step(),
            decision.step(),
            operator,
            List.of(scores.name()),
            values.stream().map(Value::name).toList(),
            Optional.of(new Arithmetic.Exact())));
    graph.inputs().forEach(builder::input);
    List<String> outputs = new ArrayList<>(graph.outputs());
    outputs.remove(scores.name());
    outputs.add(decision.step());
    outputs.forEach(builder::output);
    return builder.build();
  }

  /** Scores of 16 bits as bytes: on the scale of probabilities where they are such. */
  private static Value bytes(Value words, String name) {
    double step = words.quantized().scale() * (1 << Byte.SIZE);
    boolean probability = step * (1 << Byte.SIZE) <= 2;
    Quantization scale =
        probability
            ? Quantization.perTensor(1.0 / (1 << Byte.SIZE), Byte.MIN_VALUE)
            : Quantization.perTensor(step, 0);
    return new Value(name, ElementType.INT8, words.shape(), Optional.of(scale), Optional.empty());
  }

  private static Graph narrowed(Graph graph, LateDecision decision, Value bytes) {
    Value words = graph.value(decision.scores());
    Graph.Builder builder = new Graph.Builder();
    graph.values().values().forEach(builder::value);
    graph.nodes().forEach(builder::node);
    graph.inputs().forEach(builder::input);
    builder.value(bytes);
    builder.node(
        new Node(
            bytes.name(),
            decision.step(),
            Unary.of(Unary.Kind.IDENTITY),
            List.of(words.name()),
            List.of(bytes.name()),
            Optional.of(Rescaling.of(words, bytes.quantized(), ElementType.INT8, Rescaling.LONG))));
    graph.outputs().stream()
        .map(name -> name.equals(words.name()) ? bytes.name() : name)
        .forEach(builder::output);
    return builder.build();
  }

  private static List<Shape> shapes(Operator operator, Value scores) {
    try {
      return operator.infer(List.of(scores.shape()));
    } catch (ShapeException checked) {
      throw new IllegalStateException(checked);
    }
  }

  private static Value value(String name, ElementType element, Shape shape) {
    return new Value(name, element, shape, Optional.empty(), Optional.empty());
  }

  private static String fresh(Graph graph, String wanted) {
    String name = wanted;
    while (graph.values().containsKey(name)) {
      name += "_";
    }
    return name;
  }
}
