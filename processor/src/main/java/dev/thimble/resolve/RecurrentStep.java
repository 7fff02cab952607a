package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.graph.Cell;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Slice;
import java.util.List;

/** {@code @SimpleRnn}, {@code @Gru}, {@code @Lstm} and {@code @FastGrnn}. */
final class RecurrentStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    AnnotationValues values = step.values();
    checkPrecision(step);
    Cell cell = cell(step);
    int units = values.integer("units").orElse(1L).intValue();
    boolean sequences = values.flag("sequences").orElse(false);
    boolean stateful = values.flag("stateful").orElse(false);
    Flow rows = Sequences.of(step);
    Shape x = rows.shape();
    List<String> reads =
        new RecurrentWeights(step, cell, x.extent(1), units).constants(rows.value());
    Recurrence layer = new Recurrence(cell, true, stateful, false);
    if (sequences) {
      return step.node(step.name(), layer, reads);
    }
    Flow all = step.node(step.fresh("states"), layer, reads);
    Slice last = new Slice(List.of(x.extent(0) - 1, 0), List.of(1, 1), Shape.of(1, units));
    Flow row = step.node(step.fresh("last"), last, List.of(all.value()));
    return step.node(step.name(), new Reshape(Shape.of(units)), List.of(row.value()));
  }

  private static void checkPrecision(StepContext step) throws StepFailure {
    String precision = step.values().text("precision").orElse("MODEL");
    if (precision.equals("INT16")) {
      throw notAChoice(step, "precision", precision, "INT8, INT4 or AUTO: states have 16 bits");
    }
  }

  private static Cell cell(StepContext step) throws StepFailure {
    AnnotationValues values = step.values();
    return switch (values.type()) {
      case "Gru" -> values.flag("resetAfter").orElse(true) ? Cell.GRU : Cell.GRU_RESET_BEFORE;
      case "Lstm" -> Cell.LSTM;
      case "FastGrnn" -> Cell.FAST_GRNN;
      default -> simple(step, values.text("activation").orElse("TANH"));
    };
  }

  private static Cell simple(StepContext step, String function) throws StepFailure {
    if (function.equals("TANH") || function.equals("RELU")) {
      return Cell.valueOf(function);
    }
    throw notAChoice(step, "activation", function, "TANH or RELU");
  }

  private static StepFailure notAChoice(
      StepContext step, String member, String value, String choices) {
    step.report(
        step.values().placeOf(member), LanguageMessage.TM1038_NOT_A_CHOICE, member, value, choices);
    return new StepFailure();
  }
}
