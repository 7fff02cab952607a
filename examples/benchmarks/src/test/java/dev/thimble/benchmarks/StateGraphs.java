package dev.thimble.benchmarks;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Concat;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Small graphs that keep something from call to call. */
final class StateGraphs {
  private final Graph.Builder builder = new Graph.Builder();

  /** Two states change places at each call; the first one is handed out. */
  static Graph swap() {
    StateGraphs graph = new StateGraphs();
    graph.input("x", ElementType.INT8, 3);
    graph.read("a", ElementType.INT8, 1, -2, 3);
    graph.read("b", ElementType.INT8, 4, 5, 6);
    graph.write("a", "b");
    graph.write("b", "a");
    graph.slice("y", "a", 0, 3);
    graph.builder.output("a").output("y");
    return graph.builder.build();
  }

  /** What was read is used after the state was written: it must still be the old value. */
  static Graph readAfterWrite() {
    StateGraphs graph = new StateGraphs();
    graph.input("x", ElementType.INT8, 3);
    graph.read("s", ElementType.INT8, 7, 8, 9);
    graph.write("s", "x");
    graph.slice("y", "s", 1, 2);
    graph.builder.output("y");
    return graph.builder.build();
  }

  /** The last four inputs, oldest first: the state as microWakeWord's networks keep it. */
  static Graph shiftRegister() {
    StateGraphs graph = new StateGraphs();
    graph.input("x", ElementType.INT8, 1);
    graph.read("past", ElementType.INT8, -1, -2, -3);
    graph.value("row", ElementType.INT8, 3);
    graph.node("row", new Reshape(Shape.of(3)), "past");
    graph.value("window", ElementType.INT8, 4);
    graph.node("window", new Concat(0), "row", "x");
    graph.slice("kept", "window", 1, 3);
    graph.write("past", "kept");
    graph.builder.output("window");
    return graph.builder.build();
  }

  /** Every element type, one call late, from initial values at the borders of the type. */
  static Graph delays() {
    StateGraphs graph = new StateGraphs();
    List<ElementType> types =
        List.of(ElementType.INT8, ElementType.UINT8, ElementType.INT16, ElementType.INT32);
    for (ElementType type : types) {
      String name = type.name().toLowerCase(Locale.ROOT);
      graph.input("x_" + name, type, 2);
      graph.read("s_" + name, type, type.min(), type.max());
      graph.write("s_" + name, "x_" + name);
      graph.builder.output("s_" + name);
    }
    return graph.builder.build();
  }

  /**
   * A state that starts with one number everywhere, and that nothing writes before it is read
   * twice.
   */
  static Graph counter() {
    StateGraphs graph = new StateGraphs();
    graph.input("x", ElementType.UINT8, 2);
    graph.read("s", ElementType.UINT8, 200, 200);
    graph.value("again", ElementType.UINT8, 2);
    graph.node("again", new ReadState("s"), "s_reset");
    graph.value("both", ElementType.UINT8, 4);
    graph.node("both", new Concat(0), "s", "again");
    graph.write("s", "x");
    graph.builder.output("both");
    return graph.builder.build();
  }

  private void input(String name, ElementType type, int size) {
    value(name, type, size);
    builder.input(name);
  }

  private void value(String name, ElementType type, int size) {
    builder.value(new Value(name, type, Shape.of(size), Optional.empty(), Optional.empty()));
  }

  private void read(String state, ElementType type, long... reset) {
    builder.value(Value.integers(state + "_reset", type, Shape.of(reset.length), reset));
    value(state, type, reset.length);
    node(state, new ReadState(state), state + "_reset");
  }

  private void write(String state, String value) {
    builder.node(
        new Node(
            state + "_next",
            state,
            new WriteState(state),
            List.of(value),
            List.of(),
            Optional.of(new Arithmetic.Moved(0))));
  }

  private void slice(String name, String of, int begin, int size) {
    value(name, builder.find(of).element(), size);
    node(name, new Slice(List.of(begin), List.of(1), Shape.of(size)), of);
  }

  private void node(String name, Operator operator, String... inputs) {
    builder.node(Node.of(name, operator, inputs).with(new Arithmetic.Moved(0)));
  }
}
