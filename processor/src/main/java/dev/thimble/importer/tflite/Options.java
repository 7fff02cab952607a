package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.importer.data.FlatTable;
import java.util.Optional;

/** The options of one operator; an absent table, and an absent field, stand for defaults. */
final class Options {
  private final Step step;
  private final Optional<FlatTable> table;

  Options(Step step, Optional<FlatTable> table) {
    this.step = step;
    this.table = table;
  }

  int integer(int field, int fallback) throws Problem {
    return table.isEmpty() ? fallback : table.get().int32(field, fallback);
  }

  /** An integer that must be at least 1, such as a stride. */
  int positive(String what, int field, int fallback) throws Problem {
    int value = integer(field, fallback);
    if (value < 1 || value > Short.MAX_VALUE) {
      throw step.broken(what + " is " + value);
    }
    return value;
  }

  int small(int field) throws Problem {
    return table.isEmpty() ? 0 : table.get().uint8(field, 0);
  }

  boolean flag(int field) throws Problem {
    return small(field) != 0;
  }

  float real(int field, float fallback) throws Problem {
    return table.isEmpty() ? fallback : table.get().float32(field, fallback);
  }

  String string(int field) throws Problem {
    return table.isEmpty() ? "" : table.get().string(field);
  }

  /** The fused activation at that field. */
  Activation activation(int field) throws Problem {
    int code = small(field);
    return switch (code) {
      case 0 -> Activation.NONE;
      case 1 -> Activation.RELU;
      case 2 -> Activation.RELU_N1_TO_1;
      case 3 -> Activation.RELU6;
      default ->
          throw step.unsupported(
              "the fused activation no. " + code, "Use an activation of its own instead.");
    };
  }

  /** Refuses a fused activation where TensorFlow Lite has none. */
  void noActivation(int field) throws Problem {
    if (activation(field) != Activation.NONE) {
      throw step.unsupported("a fused activation", "Use an activation of its own instead.");
    }
  }
}
