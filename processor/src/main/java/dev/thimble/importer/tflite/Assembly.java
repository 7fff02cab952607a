package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A graph in the making: which value each tensor of the main subgraph has become. */
final class Assembly {
  /** Far more than any microcontroller holds; keeps later phases from allocating without bound. */
  private static final long MAX_ELEMENTS = 1L << 26;

  private final FileModel model;
  private final FileGraph graph;
  private final Numbers numbers = new Numbers();
  private final Variables variables;
  private final Islands islands;
  private final ConstantReader constants;
  private final Graph.Builder builder = new Graph.Builder();
  private final Map<Integer, Value> bound = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  Assembly(FileModel model, FileGraph graph) {
    this.model = model;
    this.graph = graph;
    this.constants = new ConstantReader(model);
    this.variables = new Variables(this);
    this.islands = new Islands(this);
  }

  FileModel model() {
    return model;
  }

  FileGraph graph() {
    return graph;
  }

  String fileName() {
    return model.file().name();
  }

  Numbers numbers() {
    return numbers;
  }

  Variables variables() {
    return variables;
  }

  Islands islands() {
    return islands;
  }

  Graph.Builder builder() {
    return builder;
  }

  FileTensor tensor(int index) {
    return graph.tensors().get(index);
  }

  /** A name that nothing has yet. */
  String fresh(String wanted) {
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /** What the tensor has become so far. */
  Optional<Value> bound(int tensor) {
    return Optional.ofNullable(bound.get(tensor));
  }

  /** The value of a tensor that a step reads; constants are loaded when they are first needed. */
  Value read(Step step, int index, String name) throws Problem {
    Value known = bound.get(index);
    if (known != null) {
      return known;
    }
    FileTensor tensor = tensor(index);
    if (islands.find(index).isPresent()) {
      throw step.unsupported(
          "a mixture of reals and integers (it reads " + tensor.shown() + ")",
          "Convert the whole model to int8, int16x8 or float32.");
    }
    if (!model.hasData(tensor.buffer())) {
      throw step.unwritten(tensor);
    }
    Value value = constant(step, model, tensor, fresh(name));
    bound.put(index, value);
    return value;
  }

  /** The data of a constant tensor. */
  Value constant(Step step, FileModel from, FileTensor tensor, String name) throws Problem {
    ElementType element = numbers.element(step, tensor);
    Constant data = constants.read(tensor, from.buffer(tensor.buffer()));
    return new Value(name, element, tensor.shape(), tensor.quantization(), Optional.of(data));
  }

  /** Adds a node, or computes it at once where all its inputs are known. */
  Value node(
      Step step,
      String wanted,
      Operator operator,
      ElementType element,
      Optional<Quantization> scale,
      List<Value> inputs)
      throws Problem, ShapeException {
    Shape shape = operator.infer(inputs.stream().map(Value::shape).toList()).get(0);
    if (elements(shape) > MAX_ELEMENTS) {
      throw step.unsupported("a tensor of " + shape, "Make the model smaller.");
    }
    String name = fresh(wanted);
    if (inputs.stream().allMatch(Value::isConstant)) {
      model.file().charge(elements(shape), "too large constants");
      Optional<Constant> folded = Folding.fold(operator, inputs, shape);
      if (folded.isPresent()) {
        return new Value(name, element, shape, scale, folded);
      }
    }
    Value value = new Value(name, element, shape, scale, Optional.empty());
    builder.value(value);
    List<String> read = inputs.stream().map(this::use).toList();
    builder.node(new Node(name, step.name(), operator, read, List.of(name), Optional.empty()));
    return value;
  }

  /** Adds a node with several outputs, of which the later ones look like {@code others}. */
  List<Value> nodes(
      Step step,
      String wanted,
      Operator operator,
      List<Value> inputs,
      ElementType element,
      Optional<Quantization> scale,
      List<Value> others)
      throws ShapeException {
    List<Shape> shapes = operator.infer(inputs.stream().map(Value::shape).toList());
    List<Value> outputs = new ArrayList<>();
    String name = fresh(wanted);
    outputs.add(new Value(name, element, shapes.get(0), scale, Optional.empty()));
    for (int i = 0; i < others.size(); i++) {
      Value like = others.get(i);
      outputs.add(
          new Value(
              fresh(like.name() + "_after"),
              like.element(),
              shapes.get(i + 1),
              like.quantization(),
              Optional.empty()));
    }
    outputs.forEach(builder::value);
    List<String> read = inputs.stream().map(this::use).toList();
    List<String> written = outputs.stream().map(Value::name).toList();
    builder.node(new Node(name, step.name(), operator, read, written, Optional.empty()));
    return outputs;
  }

  private static long elements(Shape shape) {
    long product = 1;
    for (int extent : shape.extents()) {
      product = Math.min(product * extent, Integer.MAX_VALUE);
    }
    return product;
  }

  /** Adds a constant to the graph when a node reads it; returns its name there. */
  String use(Value value) {
    if (!builder.has(value.name())) {
      names.add(value.name());
      builder.value(value);
      return value.name();
    }
    if (builder.find(value.name()).equals(value)) {
      return value.name();
    }
    // The same data in another shape or with other scales: one tensor used in two ways.
    String name = fresh(value.name());
    builder.value(
        new Value(name, value.element(), value.shape(), value.quantization(), value.constant()));
    return name;
  }

  /** Says what a tensor has become. */
  void bind(Step step, FileTensor tensor, Value value) throws Problem {
    if (bound.containsKey(tensor.index()) || islands.find(tensor.index()).isPresent()) {
      throw step.broken("another operator writes the same tensor");
    }
    if (model.hasData(tensor.buffer())) {
      throw step.broken("it writes a constant");
    }
    bound.put(tensor.index(), value);
  }

  /** Binds an input of the graph. */
  void bindInput(int tensor, Value value) {
    builder.value(value).input(value.name());
    bound.put(tensor, value);
  }

  /** Names of the values in the finished graph, by tensor. */
  Map<Integer, String> tensorNames() {
    Map<Integer, String> result = new HashMap<>();
    bound.forEach(
        (tensor, value) -> {
          if (builder.has(value.name())) {
            result.put(tensor, value.name());
          }
        });
    islands.plain().forEach((tensor, value) -> result.put(tensor, value.name()));
    return result;
  }
}
