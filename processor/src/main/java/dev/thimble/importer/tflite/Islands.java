package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tensors of reals in a network of integers: what DEQUANTIZE made, and functions of one element of
 * that. They are no values of the graph. A QUANTIZE behind makes one table of it all; at the
 * graph's end they fall away.
 */
final class Islands {
  /** Integers, and what was done to them as reals. */
  record Island(Value source, List<Unary> functions) {}

  private final Assembly assembly;
  private final Map<Integer, Island> islands = new HashMap<>();

  Islands(Assembly assembly) {
    this.assembly = assembly;
  }

  /** The island that a tensor is. */
  Optional<Island> find(int tensor) {
    return Optional.ofNullable(islands.get(tensor));
  }

  /** The integers behind a tensor of reals to which nothing was done. */
  Optional<Value> plain(int tensor) {
    return find(tensor).filter(i -> i.functions().isEmpty()).map(Island::source);
  }

  /** The integers that plain tensors of reals stand for, by tensor. */
  Map<Integer, Value> plain() {
    Map<Integer, Value> values = new HashMap<>();
    islands.keySet().forEach(t -> plain(t).ifPresent(value -> values.put(t, value)));
    return values;
  }

  /** The output of the step is the reals of these integers. */
  void begin(Step step, Value source) throws Problem {
    put(step, new Island(source, List.of()));
  }

  /** The output of the step is these integers, cast to reals. */
  void cast(Step step, Value source) throws Problem {
    if (!assembly.graph().outputs().contains(step.out(0).index())) {
      throw step.unsupported(
          "a cast to reals inside of a network", "Leave it out, or quantise instead of casting.");
    }
    put(step, new Island(source, List.of()));
  }

  /** Adds a function if the step reads an island; whether it did. */
  boolean extend(Step step, Unary function) throws Problem {
    Optional<Island> before = step.island();
    if (before.isEmpty() || !step.out(0).isFloat()) {
      return false;
    }
    List<Unary> functions = new ArrayList<>(before.get().functions());
    functions.add(function);
    put(step, new Island(before.get().source(), functions));
    return true;
  }

  private void put(Step step, Island island) throws Problem {
    FileTensor tensor = step.out(0);
    if (assembly.bound(tensor.index()).isPresent() || islands.containsKey(tensor.index())) {
      throw step.broken("another operator writes the same tensor");
    }
    islands.put(tensor.index(), island);
  }
}
