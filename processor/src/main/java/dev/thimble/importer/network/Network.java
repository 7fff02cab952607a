package dev.thimble.importer.network;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Compare;
import dev.thimble.graph.Constant;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network of reals while it is read. Tensors keep the file's axes; the graph holds pictures as
 * height x width x channels. What is known while reading is computed at once.
 */
public final class Network {
  /** Far more than any microcontroller holds; keeps later phases from allocating without bound. */
  private static final long MAX_ELEMENTS = 1L << 26;

  private static final int MAX_NODES = 20_000;

  private final String file;
  private final Graph.Builder builder = new Graph.Builder();
  private final Map<Arrangement, Tensor> arranged = new HashMap<>();
  private final List<Tensor> inputs = new ArrayList<>();
  private Site site = Site.BORDER;
  private long made;
  private int names;
  private int nodes;

  private record Arrangement(String value, List<Integer> order) {}

  /**
   * An empty network.
   *
   * @param file the file's name, for messages
   */
  public Network(String file) {
    this.file = file;
  }

  /** Says which operator is read from here on. */
  public void at(Site next) {
    site = next;
  }

  // ---- values ----

  /** A tensor that is given from outside. */
  public Tensor input(String name, Shape shape) {
    String value = builder.has(name) || name.isEmpty() ? fresh() : name;
    builder.value(Value.real(value, shape)).input(value);
    Tensor input = new Tensor(value, shape, Tensor.plain(shape.rank()));
    inputs.add(input);
    return input;
  }

  /** A constant of reals. */
  public Tensor constant(Shape shape, float... data) {
    return constant(Value.real(fresh(), shape, data));
  }

  /** A constant of reals that are integers on a scale: a quantised weight. */
  public Tensor constant(Shape shape, Quantization meaning, float... data) {
    return constant(Value.real(fresh(), shape, data).with(meaning));
  }

  /** A constant of integers, such as a shape. */
  public Tensor integers(Shape shape, long... data) {
    return constant(Value.integers(fresh(), ElementType.INT64, shape, data));
  }

  private Tensor constant(Value value) {
    builder.value(value);
    return new Tensor(value.name(), value.shape(), Tensor.plain(value.shape().rank()));
  }

  /** Extents from a file as a shape. */
  public Shape shape(List<Long> extents) throws Problem {
    long elements = 1;
    List<Integer> narrow = new ArrayList<>();
    for (long extent : extents) {
      if (extent < 1 || extent > MAX_ELEMENTS || (elements *= extent) > MAX_ELEMENTS) {
        throw broken("a tensor has the extents " + extents);
      }
      narrow.add((int) extent);
    }
    return new Shape(narrow);
  }

  /** Whether the tensor's elements are known. */
  public boolean isConstant(Tensor tensor) {
    return held(tensor).isConstant();
  }

  /** Whether the tensor is one that is given from outside, perhaps in another shape. */
  public boolean isGiven(Tensor tensor) {
    return inputs.stream().anyMatch(input -> input.value().equals(tensor.value()));
  }

  /** Whether the tensor holds integers such as a shape, not reals. */
  public boolean isInteger(Tensor tensor) {
    return held(tensor).element().isInteger();
  }

  /** The elements of a constant in the file's order, integers as reals. */
  public float[] floats(Tensor tensor) throws Problem {
    Constant data = known(tensor);
    if (data instanceof Constant.Floats reals) {
      return reals.values();
    }
    long[] integers = ((Constant.Integers) data).values();
    float[] reals = new float[integers.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = integers[i];
    }
    return reals;
  }

  /** The elements of a constant of integers; reals are refused. */
  public long[] integers(Tensor tensor) throws Problem {
    if (known(tensor) instanceof Constant.Integers integers) {
      return integers.values();
    }
    throw broken("it wants integers and gets reals");
  }

  private Constant known(Tensor tensor) throws Problem {
    if (!isConstant(tensor)) {
      throw unsupported(
          "an input that is computed where a constant is needed",
          "Export the model with fixed shapes and constants folded.");
    }
    return held(arranged(tensor, Tensor.plain(tensor.rank()))).constant().orElseThrow();
  }

  /** The graph's value of a tensor. */
  Value held(Tensor tensor) {
    return builder.find(tensor.value());
  }

  List<Tensor> inputs() {
    return inputs;
  }

  Graph.Builder builder() {
    return builder;
  }

  private String fresh() {
    String name = "v" + names++;
    while (builder.has(name)) {
      name = "v" + names++;
    }
    return name;
  }

  // ---- nodes ----

  /** Adds a node on values as they are held, and says which of the file's axes its result has. */
  Tensor emit(Operator operator, List<Integer> order, Tensor... inputs) throws Problem {
    List<String> read = Arrays.stream(inputs).map(Tensor::value).toList();
    Shape held = inferred(operator, Arrays.stream(inputs).map(t -> held(t).shape()).toList());
    Tensor result = new Tensor(fresh(), unordered(held, order), order);
    Node node =
        new Node(result.value(), "", operator, read, List.of(result.value()), Optional.empty());
    if (Arrays.stream(inputs).allMatch(this::isConstant)) {
      made += held.elements();
      if (made > MAX_ELEMENTS) {
        throw new Problem(ImportMessage.TM3002_MODEL_TOO_DEMANDING, file, 0, "computed constants");
      }
      builder.value(Folding.folded(builder, node, held));
      return result;
    }
    if (++nodes > MAX_NODES) {
      throw unsupported("more than " + MAX_NODES + " steps", "Export a smaller network.");
    }
    ElementType element = operator instanceof Compare ? ElementType.BOOL : ElementType.FLOAT32;
    builder.value(new Value(result.value(), element, held, Optional.empty(), Optional.empty()));
    builder.node(node);
    return result;
  }

  private Shape inferred(Operator operator, List<Shape> shapes) throws Problem {
    try {
      Shape shape = operator.infer(shapes).get(0);
      if (shape.elements() > MAX_ELEMENTS) {
        throw broken("it makes " + shape);
      }
      return shape;
    } catch (ShapeException | IllegalArgumentException | ArithmeticException e) {
      // Extents of 0 and less, and those that leave 64 bits, are no shapes at all.
      throw broken(String.valueOf(e.getMessage()));
    }
  }

  private static Shape unordered(Shape held, List<Integer> order) {
    int rank = (int) order.stream().filter(a -> a != Tensor.PHANTOM).count();
    return new Shape(
        Tensor.plain(rank).stream().map(axis -> held.extent(order.indexOf(axis))).toList());
  }

  /** The tensor held in that order; computed once for each order. */
  Tensor arranged(Tensor tensor, List<Integer> order) throws Problem {
    if (tensor.order().equals(order)) {
      return tensor;
    }
    Arrangement wanted = new Arrangement(tensor.value() + tensor.order(), order);
    Tensor known = arranged.get(wanted);
    if (known == null) {
      known = new Arranging(this).arrange(tensor, order);
      arranged.put(wanted, known);
    }
    return known;
  }

  /** The tensor held as the file has it. */
  Tensor plain(Tensor tensor) throws Problem {
    return arranged(tensor, Tensor.plain(tensor.rank()));
  }

  // ---- the end ----

  /**
   * The finished graph: simplified, of integers where they are marked, with names that tell nothing
   * of the file.
   *
   * @param outputs what the network gives, in the file's order
   * @throws Problem if nothing is computed
   */
  public Graph finish(List<Tensor> outputs) throws Problem {
    return new Finishing(this, file).finish(outputs);
  }

  // ---- messages ----

  /** An axis counted from the front. */
  public int axis(long axis, int rank) throws Problem {
    if (axis < -rank || axis >= rank) {
      throw broken("axis " + axis + " of " + rank);
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** The operator has a form that is not read. */
  public Problem unsupported(String what, String wayOut) {
    return new Problem(
        ImportMessage.TM3004_UNSUPPORTED_OPTION,
        file,
        site.operator(),
        site.index(),
        site.writes(),
        what,
        wayOut);
  }

  /** The operator is not read at all. */
  public Problem unknown(String wayOut) {
    return new Problem(
        ImportMessage.TM3003_UNSUPPORTED_OPERATOR,
        file,
        site.operator(),
        site.index(),
        site.writes(),
        wayOut);
  }

  /** The operator contradicts itself. */
  public Problem broken(String what) {
    return new Problem(
        ImportMessage.TM3005_BROKEN_OPERATOR,
        file,
        site.operator(),
        site.index(),
        site.writes(),
        what);
  }
}
