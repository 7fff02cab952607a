package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pixels;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.quantize.Rescaling;
import java.util.List;
import java.util.Optional;

/**
 * One step that feeds one input of a network.
 *
 * @param step the network
 * @param file its file, for messages
 * @param index which input
 */
record NetworkFeed(StepContext step, String file, int index) {
  private static final double NEARLY = 0.01;

  private Flow flow() {
    return step.inputs().get(index);
  }

  private String source() {
    return step.sources().get(index);
  }

  /** Makes the step's value the network's input, in the network's type and shape. */
  void bind(Value input, Splice splice) throws ShapeException, StepFailure {
    if (!fits(flow().shape(), input.shape())) {
      step.report(
          step.values().placeOf("from"),
          ShapeMessage.TM1212_NETWORK_SHAPE,
          input.name(),
          file,
          input.shape(),
          source(),
          flow().shape());
      throw new StepFailure();
    }
    Value given = matched(input);
    if (flow().shape().equals(input.shape())) {
      splice.bind(input.name(), given.name());
    } else {
      Reshape reshape = new Reshape(input.shape());
      Flow shaped =
          step.node(step.fresh(Names.identifier(input.name())), reshape, List.of(given.name()));
      splice.bind(input.name(), shaped.value());
    }
  }

  /** Leading extents of 1 are a batch; a network that takes one row takes a picture row by row. */
  private static boolean fits(Shape given, Shape expected) {
    if (given.elements() != expected.elements()) {
      return false;
    }
    Shape row = withoutOnes(expected);
    return row.rank() <= 1 || withoutOnes(given).equals(row);
  }

  private static Shape withoutOnes(Shape shape) {
    return new Shape(shape.extents().stream().dropWhile(e -> e == 1).toList());
  }

  private Value matched(Value input) throws ShapeException, StepFailure {
    Value given = step.graph().find(flow().value());
    Optional<StepDeclaration> declared =
        step.model()
            .declaration()
            .step(source())
            .filter(s -> s.annotation().type().equals("Input"));
    boolean reals = input.element() == ElementType.FLOAT32 && given.element().isInteger();
    if (same(given, input) || reals) {
      return given;
    }
    if (given.element() == ElementType.INT8
        && given.quantization().equals(Optional.of(Pixels.MEANING))
        && scaled(input)
        && !input.element().equals(ElementType.INT16)) {
      return pixels(given, input);
    }
    if (given.element().isInteger() && scaled(given) && scaled(input)) {
      return rescaled(given, input);
    }
    boolean free =
        declared.isPresent() && given.element() == ElementType.FLOAT32 && readers(source()) == 1;
    if (!free && given.element() == ElementType.FLOAT32 && scaled(input)) {
      return quantised(given, input);
    }
    if (!free) {
      step.report(
          step.values().placeOf("from"),
          ShapeMessage.TM1213_NETWORK_ELEMENT,
          input.name(),
          file,
          input.element(),
          source(),
          given.element());
      throw new StepFailure();
    }
    retype(given, input, declared.get().annotation());
    return given;
  }

  private static boolean scaled(Value value) {
    return value.quantization().filter(q -> !q.perChannel()).isPresent();
  }

  /** Pixels go in as they are, whatever the network's training took 0 and 255 for. */
  private Value pixels(Value given, Value input) throws ShapeException, StepFailure {
    if (input.element() == ElementType.UINT8) {
      Quantization bytes = Quantization.perTensor(1, 0);
      Value unsigned =
          new Value(
              input.name(), ElementType.UINT8, given.shape(), Optional.of(bytes), input.constant());
      return relabelled(rescaled(given, unsigned), input);
    }
    return relabelled(given, input);
  }

  /** The same integers in the network's meaning. */
  private Value relabelled(Value given, Value input) throws ShapeException, StepFailure {
    String name = step.fresh(Names.identifier(input.name()) + "_pixels");
    step.node(name, new Reshape(given.shape()), List.of(given.name()));
    Value value =
        new Value(name, input.element(), given.shape(), input.quantization(), Optional.empty());
    step.graph().value(value);
    return value;
  }

  /** Integers of a signal step in the network's own steps. */
  private Value rescaled(Value given, Value input) {
    String name = step.fresh(Names.identifier(input.name()) + "_steps");
    Value value =
        new Value(name, input.element(), given.shape(), input.quantization(), Optional.empty());
    step.graph()
        .value(value)
        .node(
            new Node(
                name,
                step.name(),
                Unary.of(Unary.Kind.IDENTITY),
                List.of(given.name()),
                List.of(name),
                Optional.of(
                    Rescaling.of(given, input.quantized(), input.element(), Rescaling.LONG))));
    return value;
  }

  /** Reals become the network's integers where both meet, once it is known what they are. */
  private Value quantised(Value given, Value input) {
    String name = step.fresh(Names.identifier(input.name()) + "_quantised");
    Value value =
        new Value(name, input.element(), given.shape(), input.quantization(), Optional.empty());
    Unary border = Unary.of(Unary.Kind.IDENTITY);
    step.graph()
        .value(value)
        .node(
            new Node(
                name, step.name(), border, List.of(given.name()), List.of(name), Optional.empty()));
    return value;
  }

  private int readers(String name) {
    return step.model().readers().getOrDefault(name, 0);
  }

  private static boolean same(Value given, Value input) {
    return given.element() == input.element()
        && (given.quantization().equals(input.quantization()) || nearly(given, input));
  }

  /** Bytes of a signal step whose scale the network's own training only estimated. */
  private static boolean nearly(Value given, Value input) {
    return scaled(given)
        && scaled(input)
        && given.quantized().zeroPoint() == input.quantized().zeroPoint()
        && Math.abs(given.quantized().scale() / input.quantized().scale() - 1) < NEARLY;
  }

  /** The input takes the type and the scale that the network wants. */
  private void retype(Value given, Value input, AnnotationValues declared) {
    if (declared.has("min")) {
      step.report(
          declared.placeOf("min"),
          LanguageMessage.TM1030_POINTLESS,
          "the range of the input",
          "before a network of integers, which brings its own");
    }
    step.graph()
        .value(
            new Value(
                given.name(),
                input.element(),
                given.shape(),
                input.quantization(),
                Optional.empty()));
  }
}
