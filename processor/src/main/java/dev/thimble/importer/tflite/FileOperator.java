package dev.thimble.importer.tflite;

import dev.thimble.importer.data.FlatTable;
import java.util.List;
import java.util.Optional;

/**
 * An operator as the file describes it.
 *
 * @param index its position in its subgraph
 * @param code which built-in operator it is
 * @param custom the name of a custom operator; empty for built-in ones
 * @param inputs indices of tensors; -1 where an optional one is absent
 * @param outputs indices of tensors
 * @param optionsType which table {@code options} is
 * @param options the options; absent if all are at their defaults
 * @param intermediates tensors that only carry the scales of what lies between
 */
record FileOperator(
    int index,
    int code,
    String custom,
    List<Integer> inputs,
    List<Integer> outputs,
    int optionsType,
    Optional<FlatTable> options,
    List<Integer> intermediates) {
  /** The name in the format's documentation. */
  String shown() {
    return custom.isEmpty() ? BuiltinNames.of(code) : "CUSTOM " + custom;
  }
}
