package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables of a streaming model, and the tensors that keep their contents between calls. */
final class Variables {
  private final Assembly assembly;
  private final Map<Integer, String> handles = new HashMap<>();
  private final Map<String, FileTensor> initial = new HashMap<>();
  private final Map<String, Value> current = new HashMap<>();
  private final Map<String, String> states = new HashMap<>();
  private final Map<String, Boolean> assigned = new HashMap<>();

  Variables(Assembly assembly) {
    this.assembly = assembly;
  }

  /** The tensor stands for the variable of that name. */
  void handle(int tensor, String variable) {
    handles.put(tensor, variable);
  }

  /** The variable that the step's first input stands for. */
  String variable(Step step) throws Problem {
    String variable = step.has(0) ? handles.get(step.operator().inputs().get(0)) : null;
    if (variable == null) {
      throw step.broken("its input 0 is no variable");
    }
    return variable;
  }

  /** The constant that the variable holds after a reset. */
  void initial(String variable, FileTensor constant) {
    initial.put(variable, constant);
  }

  /** What the variable holds now. */
  Value read(Step step, String variable, FileTensor like) throws Problem {
    Value known = current.get(variable);
    if (known != null) {
      if (!known.shape().equals(like.shape())) {
        throw step.broken("the variable holds " + known.shape() + ", not " + like.shape());
      }
      return known;
    }
    String name = assembly.fresh("state_" + states.size());
    ElementType element = assembly.numbers().element(step, like);
    Value reset = reset(step, name + "_reset", variable, like, element);
    Value value = new Value(name, element, like.shape(), like.quantization(), Optional.empty());
    assembly.builder().value(value);
    String constant = assembly.use(reset);
    assembly
        .builder()
        .node(
            new Node(
                name,
                step.name(),
                new ReadState(name),
                List.of(constant),
                List.of(name),
                Optional.empty()));
    states.put(variable, name);
    current.put(variable, value);
    return value;
  }

  private Value reset(Step step, String name, String variable, FileTensor like, ElementType element)
      throws Problem {
    FileTensor given = initial.get(variable);
    if (given != null) {
      if (!given.shape().equals(like.shape()) || given.type() != like.type()) {
        throw step.broken("the variable starts as " + given.shown() + ", not " + like.shown());
      }
      return assembly.constant(step, assembly.model(), given, assembly.fresh(name));
    }
    // TensorFlow Lite for Microcontrollers fills variables with their zero point.
    assembly.model().file().charge(like.shape().elements(), "too large variables");
    long[] zeros = new long[like.shape().size()];
    Arrays.fill(zeros, like.quantization().map(Quantization::zeroPoint).orElse(0));
    Constant data =
        element == ElementType.FLOAT32
            ? new Constant.Floats(new float[zeros.length])
            : new Constant.Integers(zeros);
    return new Value(
        assembly.fresh(name), element, like.shape(), like.quantization(), Optional.of(data));
  }

  /** Keeps the value for the next call. */
  void assign(Step step, String variable, Value value) throws Problem {
    if (assigned.put(variable, true) != null) {
      throw step.unsupported("a second assignment to a variable", "Assign it once.");
    }
    String state = states.get(variable);
    current.put(variable, value);
    if (state == null) {
      // Nothing reads what an earlier call has left.
      return;
    }
    Value kept = assembly.builder().find(state);
    if (!kept.shape().equals(value.shape()) || kept.element() != value.element()) {
      throw step.broken("the variable holds " + kept.shape() + ", not " + value.shape());
    }
    String written = assembly.use(value);
    assembly
        .builder()
        .node(
            new Node(
                assembly.fresh(state + "_next"),
                step.name(),
                new WriteState(state),
                List.of(written),
                List.of(),
                Optional.empty()));
  }
}
