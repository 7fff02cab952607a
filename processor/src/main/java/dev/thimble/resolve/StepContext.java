package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.diagnostic.Message;
import dev.thimble.diagnostic.Place;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.ResizeBilinear;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Take;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One step while it is resolved: what it says, what arrives, and the graph that it adds to.
 *
 * @param step what the user wrote
 * @param inputs what arrives, in the order of {@code from}
 * @param sources names of the steps that it comes from
 * @param model what all steps share
 */
record StepContext(
    StepDeclaration step, List<Flow> inputs, List<String> sources, ModelContext model) {
  /** Far more than any microcontroller holds; keeps later phases from allocating without bound. */
  private static final long MOST_ELEMENTS = 1 << 24;

  String name() {
    return step.name();
  }

  AnnotationValues values() {
    return step.annotation();
  }

  Graph.Builder graph() {
    return model.graph();
  }

  /** What arrives at a step with one input. */
  Flow input() {
    return inputs.get(0);
  }

  void report(Place place, Message message, Object... arguments) {
    model.diagnostics().report(place, message, arguments);
  }

  /** A name for a value beside the step's own. */
  String fresh(String suffix) {
    return model.names().fresh(name() + "_" + suffix);
  }

  /** Adds a node that bears the name, which is the step's or a fresh one. */
  Flow node(String name, Operator operator, List<String> reads) throws ShapeException, StepFailure {
    Node node = new Node(name, name(), operator, reads, List.of(name), Optional.empty());
    List<Shape> shapes = new ArrayList<>();
    for (String read : reads) {
      shapes.add(graph().find(read).shape());
    }
    Shape shape = checked(operator, shapes);
    Value first = graph().find(reads.get(0));
    if (moves(operator)) {
      // Integers keep their meaning.
      graph()
          .value(new Value(name, first.element(), shape, first.quantization(), Optional.empty()));
    } else {
      graph().value(Value.real(name, shape));
    }
    graph().node(node);
    return Flow.of(name, shape);
  }

  private static boolean moves(Operator operator) {
    return operator instanceof Reshape
        || operator instanceof ResizeBilinear
        || operator instanceof Slice
        || operator instanceof Take;
  }

  private Shape checked(Operator operator, List<Shape> shapes) throws ShapeException, StepFailure {
    Shape shape;
    try {
      shape = operator.infer(shapes).get(0);
      if (shape.elements() <= MOST_ELEMENTS) {
        return shape;
      }
    } catch (ArithmeticException | IllegalArgumentException overflow) {
      throw new ShapeException("expected extents that can be computed with, got " + shapes);
    }
    report(step.place(), LanguageMessage.TM1035_TOO_LARGE, shape, MOST_ELEMENTS);
    throw new StepFailure();
  }

  /** Adds a constant and returns its name. */
  String constant(String suffix, Shape shape, Optional<float[]> data) {
    String name = fresh(suffix);
    // Without data an error has been reported; the shape lets the steps below be checked
    // nevertheless.
    graph()
        .value(data.map(d -> Value.real(name, shape, d)).orElseGet(() -> Value.real(name, shape)));
    return name;
  }

  /** What arrives, in one row. */
  Flow flat() throws ShapeException, StepFailure {
    Flow x = input();
    if (x.shape().rank() == 1) {
      return x;
    }
    Flow row = node(fresh("row"), new Reshape(Shape.of(x.shape().size())), List.of(x.value()));
    return new Flow(row.value(), row.shape(), model.weights().layout().order(x.shape()));
  }

  /** The window member as height and width. */
  int[] pair(String member, int[] otherwise) {
    return values()
        .integers(member)
        .map(list -> new int[] {list.get(0), list.get(list.size() - 1)})
        .orElse(otherwise);
  }
}
