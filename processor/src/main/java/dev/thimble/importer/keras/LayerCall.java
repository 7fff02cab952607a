package dev.thimble.importer.keras;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.importer.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One call of a layer while it is read: what it reads, its configuration and its arrays, and where
 * its nodes go. Shapes are those of one sample.
 */
final class LayerCall {
  private final KerasGraph graph;
  private final Layer layer;
  private final List<Value> inputs;
  private final List<Array> arrays;

  LayerCall(KerasGraph graph, Layer layer, List<Value> inputs, List<Array> arrays) {
    this.graph = graph;
    this.layer = layer;
    this.inputs = inputs;
    this.arrays = arrays;
  }

  Config config() {
    return layer.config();
  }

  /** What the layer wraps, reading that. */
  LayerCall wrapped(Layer inner, Value x) {
    return new LayerCall(graph, inner, List.of(x), arrays);
  }

  Layer layer() {
    return layer;
  }

  List<Value> inputs() {
    return inputs;
  }

  /** The only input. */
  Value input() throws Problem {
    if (inputs.size() != 1) {
      throw broken("it has " + inputs.size() + " inputs instead of 1");
    }
    return inputs.get(0);
  }

  /** The only input, which must have so many axes. */
  Value input(int rank) throws Problem {
    Value input = input();
    if (input.shape().rank() != rank) {
      throw broken("it reads " + input.shape() + " instead of " + rank + " axes");
    }
    return input;
  }

  // ---- arrays ----

  int arrays() {
    return arrays.size();
  }

  /** An array of any shape. */
  Array array(int index) {
    return arrays.get(index);
  }

  /** An array of the layer, which must have that shape; 0 stands for any extent. */
  Array array(int index, String what, Integer... expected) throws Problem {
    if (index >= arrays.size()) {
      throw broken("its " + what + " is missing among " + arrays.size() + " arrays");
    }
    Array array = arrays.get(index);
    boolean fits = array.extents().size() == expected.length;
    for (int i = 0; fits && i < expected.length; i++) {
      int extent = array.extents().get(i);
      fits = extent > 0 && (expected[i] == 0 || expected[i] == extent);
    }
    if (!fits) {
      String shape =
          List.of(expected).stream()
              .map(e -> e == 0 ? "n" : String.valueOf(e))
              .collect(Collectors.joining("x"));
      throw broken("its " + what + " has the shape " + array.shape() + " instead of " + shape);
    }
    return array;
  }

  // ---- nodes ----

  /** A constant of the layer. */
  Value constant(String role, Shape shape, float[] data) throws Problem {
    return graph.constant(layer.name() + "_" + role, shape, data);
  }

  /** A constant with one number a channel. */
  Value channels(String role, float[] data) throws Problem {
    return constant(role, Shape.of(data.length), data);
  }

  Value node(Operator operator, Value... read) throws Problem, ShapeException {
    return graph.node(layer.name(), operator, read);
  }

  Value unary(Unary.Kind kind, Value x) throws Problem, ShapeException {
    return node(Unary.of(kind), x);
  }

  Value binary(Binary.Kind kind, Value a, Value b) throws Problem, ShapeException {
    return node(new Binary(kind, Activation.NONE), a, b);
  }

  /** An operation with one number. */
  Value binary(Binary.Kind kind, Value a, double b) throws Problem, ShapeException {
    return binary(kind, a, constant("number", Shape.of(1), new float[] {(float) b}));
  }

  Value reshape(Value x, Shape shape) throws Problem, ShapeException {
    return x.shape().equals(shape) ? x : node(new Reshape(shape), x);
  }

  /** Steps x channels as a picture of one row. */
  Value row(Value steps) throws Problem, ShapeException {
    return reshape(steps, Shape.of(1, steps.shape().extent(0), steps.shape().extent(1)));
  }

  /** A picture of one row as steps x channels. */
  Value steps(Value row) throws Problem, ShapeException {
    return reshape(row, Shape.of(row.shape().extent(1), row.shape().extent(2)));
  }

  /** {@code scale[c] * x + shift[c]}. */
  Value affine(Value x, float[] scale, float[] shift) throws Problem, ShapeException {
    Value scaled = binary(Binary.Kind.MUL, x, channels("scale", scale));
    return binary(Binary.Kind.ADD, scaled, channels("shift", shift));
  }

  /** An axis as Keras counts it, with the batch in front, counted from the front without it. */
  int axis(int axis, int rank) throws Problem {
    int front = axis < 0 ? axis + rank : axis - 1;
    if (front < 0 || front >= rank) {
      throw broken("axis " + axis + " of " + (rank + 1));
    }
    return front;
  }

  /** Axes of {@code member}, one or several. */
  List<Integer> axes(String member, int rank) throws Problem {
    List<Integer> axes = new ArrayList<>();
    for (double axis : config().numbers(member)) {
      axes.add(axis((int) axis, rank));
    }
    return axes;
  }

  // ---- messages ----

  Problem unsupported(String what, String wayOut) {
    return new Problem(
        ImportMessage.TM3004_UNSUPPORTED_OPTION,
        graph.file(),
        layer.kind(),
        layer.index(),
        layer.name(),
        what,
        wayOut);
  }

  Problem broken(String what) {
    return new Problem(
        ImportMessage.TM3005_BROKEN_OPERATOR,
        graph.file(),
        layer.kind(),
        layer.index(),
        layer.name(),
        what);
  }

  Problem unknown() {
    return new Problem(
        ImportMessage.TM3003_UNSUPPORTED_OPERATOR,
        graph.file(),
        layer.kind(),
        layer.index(),
        layer.name(),
        "Replace the layer; docs/formats.md has those that are read.");
  }
}
