package dev.thimble.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network as kernels.
 *
 * @param kernels in execution order
 * @param inputs arrays given from outside
 * @param outputs arrays handed out
 * @param states arrays kept between inferences
 * @param values the array that holds each value of the graph; reshaped values share one
 */
public record Program(
    List<Kernel> kernels,
    List<Buffer> inputs,
    List<Buffer> outputs,
    List<Buffer> states,
    Map<String, Buffer> values) {
  /** Copies the collections. */
  public Program {
    kernels = List.copyOf(kernels);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    states = List.copyOf(states);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The same program with other kernels. */
  public Program with(List<Kernel> newKernels) {
    return new Program(newKernels, inputs, outputs, states, values);
  }

  /** The array that holds a value of the graph. */
  public Buffer buffer(String value) {
    Buffer buffer = values.get(value);
    if (buffer == null) {
      throw new IllegalArgumentException("no array for " + value);
    }
    return buffer;
  }

  /** Every constant: those of the kernels, and what states start with where that takes an array. */
  public List<Buffer> constants() {
    List<Buffer> all = new ArrayList<>();
    kernels.forEach(kernel -> all.addAll(kernel.constants()));
    states.forEach(state -> state.initial().ifPresent(all::add));
    return all;
  }

  /** Every array that is not a constant, in the order of first use. */
  public Set<Buffer> arrays() {
    Set<Buffer> all = new LinkedHashSet<>(inputs);
    all.addAll(states);
    for (Kernel kernel : kernels) {
      all.addAll(kernel.inputs());
      all.addAll(kernel.outputs());
      all.addAll(kernel.scratch());
    }
    return all;
  }
}
