package dev.thimble.resolve;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Recent;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds nodes of integers, whose rule is their definition, to the graph of a step. */
record History(StepContext step) {
  /** A value that a node gives: its name, type, and what it stands for. */
  record Result(String name, ElementType element, Optional<Quantization> scale) {
    static Result of(String name, ElementType element) {
      return new Result(name, element, Optional.empty());
    }
  }

  /** The last rows of a value, as a value of that name. */
  Value recent(String name, Recent recent, String from) throws ShapeException {
    Value rows = step.graph().find(from);
    List<Result> results = new ArrayList<>();
    results.add(new Result(name, rows.element(), rows.quantization()));
    if (recent.gates()) {
      results.add(Result.of(step.fresh("due"), ElementType.BOOL));
      results.add(Result.of(step.fresh("count"), ElementType.INT16));
    }
    return node(recent, List.of(from), results);
  }

  /** A node; returns its first result. */
  Value node(Operator operator, List<String> reads, List<Result> results) throws ShapeException {
    List<Shape> shapes = new ArrayList<>();
    for (String read : reads) {
      shapes.add(step.graph().find(read).shape());
    }
    List<Shape> inferred = operator.infer(shapes);
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      step.graph()
          .value(
              new Value(
                  result.name, result.element, inferred.get(i), result.scale, Optional.empty()));
    }
    List<String> outputs = results.stream().map(Result::name).toList();
    String name = outputs.get(0);
    step.graph()
        .node(
            new Node(
                name, step.name(), operator, reads, outputs, Optional.of(new Arithmetic.Exact())));
    return step.graph().find(name);
  }
}
