package dev.thimble.importer.keras;

import dev.thimble.diagnostic.KerasMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A graph in the making: names that are free, and bounds on what a file may ask for. */
final class KerasGraph {
  /** Far more than any microcontroller holds; keeps later phases from allocating without bound. */
  private static final long MAX_ELEMENTS = 1L << 26;

  private static final int MAX_VALUES = 50_000;

  private final String file;
  private final Graph.Builder builder = new Graph.Builder();
  private final Set<String> names = new HashSet<>();
  private long elements;

  KerasGraph(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }

  /** A value that is given from outside. */
  Value input(String name, Shape shape) throws Problem {
    Value value = Value.real(fresh(name), charged(name, shape));
    builder.value(value).input(value.name());
    return value;
  }

  /** A constant. */
  Value constant(String name, Shape shape, float[] data) throws Problem {
    Value value = Value.real(fresh(name), charged(name, shape), data);
    builder.value(value);
    return value;
  }

  /** The result of a new node. */
  Value node(String name, Operator operator, Value... inputs) throws Problem, ShapeException {
    List<Shape> shapes = new ArrayList<>();
    List<String> read = new ArrayList<>();
    for (Value input : inputs) {
      shapes.add(input.shape());
      read.add(input.name());
    }
    Shape shape = charged(name, operator.infer(shapes).get(0));
    String own = fresh(name);
    Value value = Value.real(own, shape);
    builder.value(value).node(new Node(own, own, operator, read, List.of(own), Optional.empty()));
    return value;
  }

  private Shape charged(String name, Shape shape) throws Problem {
    long product = 1;
    for (int extent : shape.extents()) {
      product = Math.min(product * extent, MAX_ELEMENTS + 1);
    }
    elements += product;
    if (elements > MAX_ELEMENTS || names.size() > MAX_VALUES) {
      throw new Problem(
          KerasMessage.TM3704_BROKEN_TOPOLOGY,
          file,
          "up to layer %s it has more than %d tensors, or %d elements in them"
              .formatted(name, MAX_VALUES, MAX_ELEMENTS));
    }
    return shape;
  }

  /** The finished graph. */
  Graph finish(Value... outputs) {
    Arrays.stream(outputs).map(Value::name).forEach(builder::output);
    return builder.build();
  }

  private String fresh(String wanted) {
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
