package dev.thimble.processor;

import dev.thimble.Precision;
import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.graph.Node;
import dev.thimble.quantize.Widths;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a declaration says of the precision of its steps. */
final class Precisions {
  private final Precision model;
  private final Map<String, Precision> steps = new LinkedHashMap<>();

  private Precisions(Declaration declaration) {
    model = precision(declaration.model(), Precision.INT8);
    for (StepDeclaration step : declaration.steps()) {
      steps.put(step.name(), precision(step.annotation(), model));
    }
  }

  static Precisions of(Declaration declaration) {
    return new Precisions(declaration);
  }

  private static Precision precision(AnnotationValues annotation, Precision inherited) {
    Precision own = annotation.text("precision").map(Precision::valueOf).orElse(Precision.MODEL);
    return own == Precision.MODEL ? inherited : own;
  }

  /** The widths that are stated; what is to be found has eight bits. */
  Widths widths() {
    Map<String, Integer> bits = new LinkedHashMap<>();
    steps.forEach((step, precision) -> bits.put(step, width(precision)));
    return new Widths(Map.of(), bits, width(model));
  }

  private static int width(Precision precision) {
    return switch (precision) {
      case INT4 -> Widths.HALF;
      case INT16 -> Widths.WORD;
      default -> Widths.BYTE;
    };
  }

  /** Whether the node's width is to be found. */
  boolean isFree(Node node) {
    return steps.getOrDefault(node.step(), model) == Precision.AUTO;
  }

  /** Whether any step's width is to be found. */
  boolean hasFree() {
    return model == Precision.AUTO || steps.containsValue(Precision.AUTO);
  }
}
