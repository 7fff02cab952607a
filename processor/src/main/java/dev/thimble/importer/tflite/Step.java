package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One operator of the file while it is read: its inputs, its options, and where its nodes go. */
final class Step {
  private final Assembly assembly;
  private final FileOperator operator;
  private final String name;

  Step(Assembly assembly, FileOperator operator, String name) {
    this.assembly = assembly;
    this.operator = operator;
    this.name = name;
  }

  FileOperator operator() {
    return operator;
  }

  Assembly assembly() {
    return assembly;
  }

  /** The name of the operator's main node. */
  String name() {
    return name;
  }

  /** The options, which must be of that type of the schema's union where they are there. */
  Options options(int type) throws Problem {
    if (operator.options().isPresent() && operator.optionsType() != type) {
      throw broken("its options are of type " + operator.optionsType() + ", not " + type);
    }
    return new Options(this, operator.options());
  }

  // ---- inputs ----

  int inputs() {
    return operator.inputs().size();
  }

  boolean has(int input) {
    return input < inputs() && operator.inputs().get(input) >= 0;
  }

  /** Checks how many inputs and outputs there are. */
  void expect(int leastInputs, int mostInputs, int outputs) throws Problem {
    if (inputs() < leastInputs || inputs() > mostInputs || operator.outputs().size() != outputs) {
      throw broken("it has " + inputs() + " inputs and " + operator.outputs().size() + " outputs");
    }
  }

  /** Any input: a constant, or what was computed before. */
  Value input(int input) throws Problem {
    return input(input, "k" + input);
  }

  /** An input; a constant gets the operator's name with that role. */
  Value input(int input, String role) throws Problem {
    if (!has(input)) {
      throw broken("its input " + input + " is missing");
    }
    return assembly.read(this, operator.inputs().get(input), name + "_" + role);
  }

  /** The island of reals that is the first input, if it is one. */
  Optional<Islands.Island> island() {
    return has(0) ? assembly.islands().find(operator.inputs().get(0)) : Optional.empty();
  }

  /** An input that is computed with: a real, or a quantised int8 or int16. */
  Value activation(int input) throws Problem {
    return assembly.numbers().activation(this, input(input));
  }

  /** A tensor that keeps its contents from call to call. */
  FileTensor variable(int input) throws Problem {
    if (!has(input)) {
      throw broken("its state " + input + " is missing");
    }
    FileTensor tensor = assembly.tensor(operator.inputs().get(input));
    if (!tensor.variable() || tensor.shape().rank() != 2 || tensor.shape().extent(0) != 1) {
      throw unsupported("a state " + tensor.shown(), "Use one sequence at a time.");
    }
    return tensor;
  }

  /** A constant of integers, such as axes. */
  int[] integers(int input) throws Problem {
    Value value = input(input);
    boolean plain = value.element() == ElementType.INT32 || value.element() == ElementType.INT64;
    if (!value.isConstant() || !plain) {
      throw unsupported(
          "an input " + input + " that is not a constant int32",
          "Make it a constant before conversion.");
    }
    int[] narrow = new int[value.integers().length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] =
          (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value.integers()[i]));
    }
    return narrow;
  }

  /** Constant axes, counted from the front, each once. */
  List<Integer> axes(int input, int rank) throws Problem {
    List<Integer> axes = new ArrayList<>();
    for (int axis : integers(input)) {
      int front = axis(axis, rank);
      if (!axes.contains(front)) {
        axes.add(front);
      }
    }
    return axes;
  }

  /** An axis counted from the front. */
  int axis(int axis, int rank) throws Problem {
    if (axis < -rank || axis >= rank) {
      throw broken("axis " + axis + " of " + rank);
    }
    return axis < 0 ? axis + rank : axis;
  }

  // ---- outputs ----

  FileTensor out(int output) throws Problem {
    if (output >= operator.outputs().size()) {
      throw broken("it has no output " + output);
    }
    return assembly.tensor(operator.outputs().get(output));
  }

  Shape outShape() throws Problem {
    return out(0).shape();
  }

  /** What the elements of that output are. */
  ElementType outElement(int output) throws Problem {
    return assembly.numbers().element(this, out(output));
  }

  /** Adds the operator's only node. */
  void emit(Operator kind, Value... inputs) throws Problem {
    bind(0, node(name, kind, outElement(0), out(0).quantization(), inputs));
  }

  /**
   * Adds a node with several outputs: the first is the operator's own; the others look like the
   * values given.
   */
  List<Value> emitAll(Operator kind, List<Value> inputs, List<Value> others) throws Problem {
    try {
      List<Value> outputs =
          assembly.nodes(this, name, kind, inputs, outElement(0), out(0).quantization(), others);
      bind(0, outputs.get(0));
      return outputs;
    } catch (ShapeException e) {
      throw broken(String.valueOf(e.getMessage()));
    }
  }

  /** Adds a helping node that keeps its first input's type and scale. */
  Value helper(String suffix, Operator kind, Value... inputs) throws Problem {
    return node(name + "_" + suffix, kind, inputs[0].element(), inputs[0].quantization(), inputs);
  }

  Value node(
      String node,
      Operator kind,
      ElementType element,
      Optional<Quantization> scale,
      Value... inputs)
      throws Problem {
    try {
      return assembly.node(this, node, kind, element, scale, Arrays.asList(inputs));
    } catch (ShapeException e) {
      throw broken(String.valueOf(e.getMessage()));
    }
  }

  /** Says which value an output is; shapes may differ by a reshape. */
  void bind(int output, Value value) throws Problem {
    FileTensor tensor = out(output);
    Value fitting = value;
    if (!value.shape().equals(tensor.shape())) {
      boolean same = value.shape().elements() == tensor.shape().elements();
      if (!same && !tensor.open()) {
        throw broken("it makes " + value.shape() + ", not " + tensor.shape());
      }
      fitting = same ? helper("shaped", new Reshape(tensor.shape()), value) : value;
    }
    assembly.bind(this, tensor, fitting);
  }

  // ---- messages ----

  private String written() {
    return operator.outputs().isEmpty()
        ? "nothing"
        : assembly.tensor(operator.outputs().get(0)).shown();
  }

  Problem unsupported(String what, String wayOut) {
    return new Problem(
        ImportMessage.TM3004_UNSUPPORTED_OPTION,
        assembly.fileName(),
        operator.shown(),
        operator.index(),
        written(),
        what,
        wayOut);
  }

  Problem broken(String what) {
    return new Problem(
        ImportMessage.TM3005_BROKEN_OPERATOR,
        assembly.fileName(),
        operator.shown(),
        operator.index(),
        written(),
        what);
  }

  Problem unknown(String wayOut) {
    return new Problem(
        ImportMessage.TM3003_UNSUPPORTED_OPERATOR,
        assembly.fileName(),
        operator.shown(),
        operator.index(),
        written(),
        wayOut);
  }

  Problem unwritten(FileTensor tensor) {
    return new Problem(
        ImportMessage.TM3006_NOT_EXECUTABLE,
        assembly.fileName(),
        operator.shown(),
        operator.index(),
        written(),
        tensor.shown());
  }
}
