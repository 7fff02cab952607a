package dev.thimble.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network as kernels.
 *
 * @param kernels in execution order
 * @param inputs arrays given from outside
 * @param outputs arrays handed out
 * @param states arrays kept between inferences
 * @param values the array that holds each value of the graph; reshaped values share one
 * @param rhythms how many runs lie between two that set a flag, by the flag's name
 * @param stream how samples come in one after the other, if they do
 */
public record Program(
    List<Kernel> kernels,
    List<Buffer> inputs,
    List<Buffer> outputs,
    List<Buffer> states,
    Map<String, Buffer> values,
    Map<String, Integer> rhythms,
    Optional<Stream> stream) {
  /**
   * Samples that are pushed as they come; each time the input is full the program runs.
   *
   * @param input where samples are gathered, of 16 bits
   * @param filled a state of one element: how many are there
   * @param lead how many count as there at the start, as zeros, so that the first window ends with
   *     a full input
   * @param runsPerSecond how often it is full
   */
  public record Stream(Buffer input, Buffer filled, int lead, double runsPerSecond) {}

  /** A program that is given its inputs as a whole, and runs all of its kernels each time. */
  public Program(
      List<Kernel> kernels,
      List<Buffer> inputs,
      List<Buffer> outputs,
      List<Buffer> states,
      Map<String, Buffer> values) {
    this(kernels, inputs, outputs, states, values, Map.of(), Optional.empty());
  }

  /** Copies the collections. */
  public Program {
    kernels = List.copyOf(kernels);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    states = List.copyOf(states);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    rhythms = Map.copyOf(rhythms);
  }

  /** The same program with other kernels. */
  public Program with(List<Kernel> newKernels) {
    return new Program(newKernels, inputs, outputs, states, values, rhythms, stream);
  }

  /** The same program with its one input filled sample by sample. */
  public Program streaming(int lead, double runsPerSecond) {
    Buffer input = inputs.get(0);
    String name = input.name() + "_filled";
    while (values.containsKey(name)) {
      name += "_";
    }
    Buffer filled =
        new Buffer(
            name,
            Element.I16,
            1,
            Buffer.Space.STATE,
            Optional.of(new Buffer.Data(new long[] {lead})),
            new Interval(0, input.length()));
    List<Buffer> further = new ArrayList<>(states);
    further.add(filled);
    Stream pushed = new Stream(input, filled, lead, runsPerSecond);
    return new Program(kernels, inputs, outputs, further, values, rhythms, Optional.of(pushed));
  }

  /** In how many of its runs a kernel runs, on average. */
  public double share(Kernel kernel) {
    double share = 1;
    for (Buffer flag : kernel.when()) {
      share /= rhythms.getOrDefault(flag.name(), 1);
    }
    return share;
  }

  /** The flags that say whether a run brought new outputs; none where every run does. */
  public List<Buffer> fresh() {
    List<Buffer> flags = new ArrayList<>();
    for (Kernel kernel : kernels) {
      if (kernel.outputs().stream().anyMatch(outputs::contains)) {
        flags = new ArrayList<>(kernel.when());
        // A window is handed on only when its own flag says so.
        kernel.outputs().stream().filter(o -> rhythms.containsKey(o.name())).forEach(flags::add);
      }
    }
    return flags;
  }

  /** The array that holds a value of the graph. */
  public Buffer buffer(String value) {
    Buffer buffer = values.get(value);
    if (buffer == null) {
      throw new IllegalArgumentException("no array for " + value);
    }
    return buffer;
  }

  /** The functions of the kernels, each once. */
  public List<Kernel> functions() {
    Map<String, Kernel> all = new LinkedHashMap<>();
    kernels.forEach(kernel -> all.putIfAbsent(kernel.function().name(), kernel.function()));
    return List.copyOf(all.values());
  }

  /** Whether its result is whole behind a kernel: no later one writes more of the same array. */
  public boolean completes(Kernel kernel) {
    Buffer output = kernel.outputs().get(0);
    return kernel.part().isEmpty()
        || kernels.subList(kernels.indexOf(kernel) + 1, kernels.size()).stream()
            .noneMatch(later -> later.outputs().contains(output));
  }

  /** Every constant: those of the kernels, and what states start with where that takes an array. */
  public List<Buffer> constants() {
    Set<Buffer> all = new LinkedHashSet<>();
    kernels.forEach(kernel -> all.addAll(kernel.constants()));
    states.forEach(state -> state.initial().ifPresent(all::add));
    return List.copyOf(all);
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
