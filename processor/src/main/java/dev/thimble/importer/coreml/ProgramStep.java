package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.coreml.schema.Argument;
import dev.thimble.importer.coreml.schema.ArgumentBinding;
import dev.thimble.importer.coreml.schema.Operation;
import dev.thimble.importer.coreml.schema.OperationAttributesEntry;
import dev.thimble.importer.coreml.schema.OperationInputsEntry;
import dev.thimble.importer.coreml.schema.Value;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One operation of a program while it is read. */
final class ProgramStep {
  private final ProgramScope scope;
  private final Operation operation;
  private final Map<String, List<ArgumentBinding>> inputs = new HashMap<>();
  private final Map<String, Value> attributes = new HashMap<>();

  ProgramStep(ProgramScope scope, Operation operation) {
    this.scope = scope;
    this.operation = operation;
    for (OperationInputsEntry entry : operation.getInputsList()) {
      Argument argument = entry.getValue();
      inputs.put(entry.getKey(), argument.getArgumentsList());
    }
    for (OperationAttributesEntry entry : operation.getAttributesList()) {
      attributes.put(entry.getKey(), entry.getValue());
    }
  }

  Network network() {
    return scope.network();
  }

  String type() {
    return operation.getType();
  }

  int outputs() {
    return operation.getOutputsCount();
  }

  // ---- inputs ----

  boolean has(String name) {
    return (inputs.containsKey(name) && !inputs.getOrDefault(name, List.of()).isEmpty())
        || attributes.containsKey(name);
  }

  /** A tensor, computed or constant. */
  Tensor tensor(String name) throws Problem {
    List<Tensor> tensors = tensors(name);
    if (tensors.size() != 1) {
      throw network().broken("its input " + name + " is missing");
    }
    return tensors.get(0);
  }

  Optional<Tensor> optional(String name) throws Problem {
    return has(name) ? Optional.of(tensor(name)) : Optional.empty();
  }

  /** Several tensors under one name. */
  List<Tensor> tensors(String name) throws Problem {
    List<Tensor> tensors = new ArrayList<>();
    for (ArgumentBinding binding : inputs.getOrDefault(name, List.of())) {
      tensors.add(
          binding.hasValue()
              ? scope.tensor(scope.values().read(binding.getValue()))
              : scope.tensor(binding.getName()));
    }
    Value attribute = attributes.get(name);
    if (tensors.isEmpty() && attribute != null) {
      tensors.add(scope.tensor(scope.values().read(attribute)));
    }
    return tensors;
  }

  /** A constant. */
  Known known(String name) throws Problem {
    Value attribute = attributes.get(name);
    if (attribute != null && !inputs.containsKey(name)) {
      return scope.values().read(attribute);
    }
    List<ArgumentBinding> bindings = inputs.getOrDefault(name, List.of());
    if (bindings.size() != 1) {
      throw network().broken("its input " + name + " is missing");
    }
    return bindings.get(0).hasValue()
        ? scope.values().read(bindings.get(0).getValue())
        : scope.known(bindings.get(0).getName());
  }

  List<Integer> integers(String name) throws Problem {
    List<Integer> integers = new ArrayList<>();
    for (long value : known(name).integers()) {
      integers.add((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value)));
    }
    return integers;
  }

  /** Numbers, or so many times the same. */
  List<Integer> integers(String name, int count, int fallback) throws Problem {
    if (!has(name)) {
      return Collections.nCopies(count, fallback);
    }
    List<Integer> integers = integers(name);
    if (integers.size() != count) {
      throw network().broken(name + " has " + integers.size() + " numbers instead of " + count);
    }
    return integers;
  }

  int integer(String name, int fallback) throws Problem {
    return integers(name, 1, fallback).get(0);
  }

  boolean flag(String name, boolean fallback) throws Problem {
    return integer(name, fallback ? 1 : 0) != 0;
  }

  double number(String name, double fallback) throws Problem {
    if (!has(name)) {
      return fallback;
    }
    float[] numbers = known(name).floats();
    if (numbers.length != 1 || Float.isNaN(numbers[0])) {
      throw network().broken(name + " is no number");
    }
    return numbers[0];
  }

  String text(String name, String fallback) throws Problem {
    if (!has(name)) {
      return fallback;
    }
    List<String> texts = known(name).texts();
    if (texts.size() != 1) {
      throw network().broken(name + " is no text");
    }
    return texts.get(0);
  }

  /** Axes counted from the front; all of them if the name is not given. */
  List<Integer> axes(String name, int rank) throws Problem {
    List<Integer> axes = new ArrayList<>();
    if (!has(name)) {
      for (int axis = 0; axis < rank; axis++) {
        axes.add(axis);
      }
      return axes;
    }
    for (int axis : integers(name)) {
      axes.add(network().axis(axis, rank));
    }
    return axes;
  }

  // ---- outputs ----

  String output(int index) throws Problem {
    if (index >= operation.getOutputsCount()) {
      throw network().broken("it has no output " + index);
    }
    return operation.getOutputs(index).getName();
  }

  void give(Tensor result) throws Problem {
    scope.bind(output(0), result);
  }

  void give(List<Tensor> results) throws Problem {
    for (int i = 0; i < Math.min(results.size(), outputs()); i++) {
      scope.bind(output(i), results.get(i));
    }
  }

  void give(Known constant) throws Problem {
    scope.bind(output(0), constant);
  }

  ProgramScope scope() {
    return scope;
  }
}
