package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Distances;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Recent;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.Ranges;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A graph of integers as kernels, each operator lowered once and every type proven. Reshapes cost
 * nothing: their value lives in the array that they reshape.
 */
public final class Lower {
  private final Graph graph;
  private final Map<String, Buffer> buffers = new LinkedHashMap<>();
  private final Map<String, Buffer> stateBuffers = new LinkedHashMap<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private final States states;
  private final Gates gates;

  private Lower(Graph graph) {
    this.graph = graph;
    this.states = new States(graph);
    this.gates = new Gates(graph);
  }

  /**
   * The program of the graph.
   *
   * @throws dev.thimble.kernel.RangeException if overflow freedom cannot be proven
   */
  public static Program program(Graph graph) {
    return new Lower(graph).program();
  }

  private Program program() {
    for (String input : graph.inputs()) {
      buffers.put(input, arena(graph.value(input)));
    }
    Map<Integer, List<Node>> writes = states.writes();
    for (int i = 0; i < graph.nodes().size(); i++) {
      node(graph.nodes().get(i));
      writes.getOrDefault(i, List.of()).forEach(write -> kernels.add(gated(write, write(write))));
    }
    return new Program(
        kernels,
        all(graph.inputs()),
        all(graph.outputs()),
        List.copyOf(stateBuffers.values()),
        buffers,
        rhythms(),
        Optional.empty());
  }

  private Map<String, Integer> rhythms() {
    Map<String, Integer> rhythms = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.operator() instanceof Recent recent && recent.gates()) {
        rhythms.put(buffer(node.outputs().get(Recent.DUE)).name(), recent.every());
      }
    }
    return rhythms;
  }

  private void node(Node node) {
    if (node.operator() instanceof ReadState read) {
      read(node, read);
    } else if (node.operator() instanceof Reshape) {
      buffers.put(node.output(), buffer(node.inputs().get(0)));
    } else if (!(node.operator() instanceof WriteState)) {
      kernels.add(gated(node, kernel(node)));
    }
  }

  /** The node's kernel, run only when all the node's flags are set. */
  private Kernel gated(Node node, Kernel kernel) {
    return kernel.when(all(gates.of(node)));
  }

  /**
   * The value lies in the state's own array, or in a copy where it outlives the state's next write.
   */
  private void read(Node node, ReadState read) {
    Value initial = graph.in(node, 0);
    Element element = element(graph.out(node));
    Buffer state =
        stateBuffers.computeIfAbsent(
            read.state(),
            name ->
                new Buffer(
                    stateName(node, name),
                    element,
                    initial.shape().size(),
                    Buffer.Space.STATE,
                    Optional.of(new Buffer.Data(initial.integers())),
                    element.range()));
    if (states.inPlace(node)) {
      buffers.put(node.output(), state);
    } else {
      Buffer copy = arena(graph.out(node));
      buffers.put(node.output(), copy);
      kernels.add(gated(node, copy(node, state, copy)));
    }
  }

  /** The state's own name where no other array has it. */
  private String stateName(Node read, String state) {
    String name = state;
    boolean same = states.inPlace(read) && state.equals(read.output());
    while (graph.values().containsKey(name) && !same) {
      name += "_";
    }
    return name;
  }

  private Kernel write(Node node) {
    String name = ((WriteState) node.operator()).state();
    Buffer state = stateBuffers.get(name);
    if (state == null) {
      throw new IllegalArgumentException("state " + name + " is never read");
    }
    return copy(node, buffer(node.inputs().get(0)), state);
  }

  private static Kernel copy(Node node, Buffer from, Buffer to) {
    Affine at = Affine.of("i");
    Nest nest =
        Nest.map(node.name(), List.of(new Axis("i", to.length())), new Expr.Load(from, at), to, at);
    return Ranges.typed(
        new Kernel(
            node.name(),
            node.step(),
            "keep " + to.length() + " elements",
            List.of(from),
            List.of(to),
            List.of(),
            List.of(),
            new Stmt.Do(nest),
            0));
  }

  private List<Buffer> all(List<String> values) {
    return values.stream().map(this::buffer).toList();
  }

  private Buffer buffer(String value) {
    Buffer buffer = buffers.get(value);
    if (buffer == null) {
      throw new IllegalArgumentException("no array for " + value);
    }
    return buffer;
  }

  private Kernel kernel(Node node) {
    for (int i = 0; i < node.outputs().size(); i++) {
      buffers.put(node.outputs().get(i), result(node, i));
    }
    Context context = new Context(graph, node, buffers);
    Stmt body = Lowerings.of(node.operator()).lower(graph, node, context);
    List<Buffer> inputs = new ArrayList<>();
    for (String input : node.inputs()) {
      if (!input.isEmpty() && !graph.value(input).isConstant() && !inputs.contains(buffer(input))) {
        inputs.add(buffer(input));
      }
    }
    return Ranges.typed(
        new Kernel(
            node.name(),
            node.step(),
            Summary.of(graph, node),
            inputs,
            all(node.outputs()),
            context.constants(),
            context.scratch(),
            body,
            Macs.of(graph, node)));
  }

  /** The array of a result; one that is kept, or that stands while others run, is a state. */
  private Buffer result(Node node, int index) {
    Value value = graph.value(node.outputs().get(index));
    OptionalLong kept = node.operator().kept(index);
    if (kept.isEmpty() && !gates.outlives(node, value.name())) {
      return arena(value, range(node, value));
    }
    long[] initial = new long[value.shape().size()];
    Arrays.fill(initial, kept.orElse(0));
    Buffer state =
        new Buffer(
            value.name(),
            element(value),
            initial.length,
            Buffer.Space.STATE,
            Optional.of(new Buffer.Data(initial)),
            range(node, value));
    stateBuffers.put(value.name(), state);
    return state;
  }

  private static Buffer arena(Value value) {
    return arena(value, element(value).range());
  }

  private static Buffer arena(Value value, Interval range) {
    return Buffer.arena(value.name(), element(value), value.shape().size(), range);
  }

  private Interval range(Node node, Value value) {
    OptionalLong size = node.operator().most(node.outputs().indexOf(value.name()));
    if (size.isPresent()) {
      return new Interval(-size.getAsLong(), size.getAsLong());
    }
    boolean negated =
        node.operator() instanceof Unary
            && node.arithmetic().orElseThrow() instanceof Arithmetic.Moved;
    if (node.operator() instanceof Distances || negated) {
      // No distance is larger: its rule is proven so, and the signs may be turned round.
      long most = value.element() == ElementType.INT64 ? Long.MAX_VALUE / 4 : value.element().max();
      return new Interval(-most, most);
    }
    Arithmetic rule = node.arithmetic().orElse(new Arithmetic.Moved(0));
    if (rule instanceof Arithmetic.Scaled scaled) {
      return interval(scaled.output());
    } else if (rule instanceof Arithmetic.Pooled pooled) {
      return interval(pooled.output());
    } else if (rule instanceof Arithmetic.Shifted shifted) {
      return interval(shifted.output());
    } else if (rule instanceof Arithmetic.WeightedSum sum) {
      return interval(sum.output());
    } else if (rule instanceof Arithmetic.Truncated truncated) {
      return interval(truncated.output());
    }
    return element(value).range();
  }

  private static Interval interval(Arithmetic.Range range) {
    return new Interval(range.low(), range.high());
  }

  private static Element element(Value value) {
    ElementType type = value.element();
    return switch (type) {
      case INT8 -> Element.I8;
      case UINT8, BOOL -> Element.U8;
      case INT16 -> Element.I16;
      case INT32 -> Element.I32;
      case INT64 -> Element.I64;
      case INT4, FLOAT32 -> throw new IllegalArgumentException(value.name() + " is " + type);
    };
  }
}
