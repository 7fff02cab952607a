package dev.thimble.resolve;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Operator;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import java.util.List;
import java.util.function.Function;

/** The member {@code activation}: fused where it clamps, a node of its own where it is a curve. */
final class Activations {
  /** Slope of the negative side of a leaky ReLU that does not say another one. */
  static final double SLOPE = 0.01;

  private Activations() {}

  /** Adds the operator and its activation, the last node with the step's name. */
  static Flow add(StepContext step, Function<Activation, Operator> operator, List<String> reads)
      throws ShapeException, StepFailure {
    return add(step, step.name(), operator, reads);
  }

  /** The same, the last node with that name. */
  static Flow add(
      StepContext step, String name, Function<Activation, Operator> operator, List<String> reads)
      throws ShapeException, StepFailure {
    String function = step.values().text("activation").orElse("NONE");
    if (function.equals("NONE") || function.equals("RELU") || function.equals("RELU6")) {
      return step.node(name, operator.apply(Activation.valueOf(function)), reads);
    }
    Flow linear = step.node(step.fresh("linear"), operator.apply(Activation.NONE), reads);
    return step.node(name, unary(function, SLOPE), List.of(linear.value()));
  }

  /** The function of that name as an operator. */
  static Unary unary(String function, double slope) {
    Unary.Kind kind = Unary.Kind.valueOf(function);
    return kind == Unary.Kind.LEAKY_RELU ? Unary.leaky(slope) : Unary.of(kind);
  }
}
