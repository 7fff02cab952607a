package dev.thimble.graph.passes;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Recent;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.graph.Window;
import dev.thimble.graph.WindowSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Convolutions and poolings over overlapping windows of a stream compute each row once: {@code
 * conv(recent(T, x))} becomes {@code recent(T', conv(recent(k, x)))}, where k rows make one row of
 * the result and T' are the rows of the whole result. The same integers come out in the same runs.
 *
 * <p>Where a run brings several rows, all rows of the result that these make are computed at once:
 * {@code recent(T', conv(recent(k - stride + rows, x)))}; what the first runs compute of rows that
 * are not there yet has left the long window before it is handed on.
 *
 * <p>That needs windows without padding in time, and rows that fall on the convolution's strides.
 * The long window, which nobody reads then, is taken away.
 */
public final class StreamConvolutions implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    for (Node node : graph.nodes()) {
      Optional<StreamedWindow> match = StreamedWindow.readBy(node, graph);
      if (match.isPresent()) {
        return apply(new Rewrite(graph, match.get()).result());
      }
    }
    return graph;
  }

  /** The graph with one such pair turned round. */
  private static final class Rewrite {
    private final Graph graph;
    private final StreamedWindow match;
    private final Map<String, Value> values;
    private final List<Node> added = new ArrayList<>();

    Rewrite(Graph graph, StreamedWindow match) {
      this.graph = graph;
      this.match = match;
      this.values = new LinkedHashMap<>(graph.values());
    }

    Graph result() {
      Node reader = match.reader();
      Recent recent = match.operator();
      Window window = match.window();
      Value x = graph.in(reader, 0);
      Value out = graph.out(reader);
      int stride = window.strideHeight();
      String row = match.recent().inputs().get(0);
      boolean single = match.single();
      if (single && (window.spanHeight() > 1 || stride > 1)) {
        row = recent(row, new Recent(window.spanHeight(), stride, window.spanHeight() - 1));
      } else if (!single && match.height() > match.rows()) {
        row = recent(row, new Recent(match.height(), 1, 0));
      }
      String picture = reshaped(row, withRows(x.shape(), match.height()));
      List<String> inputs = new ArrayList<>(reader.inputs());
      inputs.set(0, picture);
      String computed = value("row", out, withRows(out.shape(), match.fresh()));
      added.add(
          new Node(
              computed,
              reader.step(),
              narrowed(x.shape().extent(-2)),
              inputs,
              List.of(computed),
              reader.arithmetic()));
      Shape flat = Shape.of(match.fresh(), out.shape().extent(-2) * out.shape().extent(-1));
      int rows = out.shape().extent(-3);
      Recent later =
          single
              ? new Recent(rows, recent.every() / stride, rows - 1)
              : new Recent(rows, recent.every(), recent.first());
      String kept = recent(reshaped(computed, flat), later);
      added.add(reshape(kept, out.name()));
      return graph();
    }

    private Graph graph() {
      List<Node> nodes = new ArrayList<>();
      for (Node node : graph.nodes()) {
        if (node.equals(match.reader())) {
          nodes.addAll(added);
        } else if (!node.equals(match.recent()) && !match.reshapes().contains(node)) {
          nodes.add(node);
        }
      }
      match.recent().outputs().forEach(values::remove);
      match.reshapes().forEach(reshape -> values.remove(reshape.output()));
      return new Graph(values, nodes, graph.inputs(), graph.outputs());
    }

    /** The operator without rows around; padding at the sides stays. */
    private Operator narrowed(int width) {
      Window window = match.window();
      int right =
          (window.outWidth() - 1) * window.strideWidth()
              + window.spanWidth()
              - width
              - window.padLeft();
      WindowSpec spec =
          StreamedWindow.spec(match.reader().operator())
              .orElseThrow()
              .withPadding(0, 0, window.padLeft(), Math.max(0, right));
      if (match.reader().operator() instanceof Conv2d conv) {
        return new Conv2d(spec, conv.activation());
      } else if (match.reader().operator() instanceof DepthwiseConv2d conv) {
        return new DepthwiseConv2d(spec, conv.activation());
      }
      Pool2d pool = (Pool2d) match.reader().operator();
      return new Pool2d(
          pool.kind(), pool.kernelHeight(), pool.kernelWidth(), spec, pool.activation());
    }

    private static Shape withRows(Shape shape, int rows) {
      List<Integer> extents = new ArrayList<>(shape.extents());
      extents.set(extents.size() - 3, rows);
      return new Shape(extents);
    }

    private String recent(String rows, Recent recent) {
      Value given = value(rows);
      List<Integer> extents = new ArrayList<>(given.shape().extents());
      extents.set(0, recent.length());
      String name = value("recent", given, new Shape(extents));
      List<String> outputs = new ArrayList<>(List.of(name));
      if (recent.gates()) {
        outputs.add(integer("due", ElementType.BOOL));
        outputs.add(integer("count", ElementType.INT16));
      }
      added.add(
          new Node(
              name,
              match.reader().step(),
              recent,
              List.of(rows),
              outputs,
              Optional.of(new Arithmetic.Exact())));
      return name;
    }

    private String reshaped(String from, Shape shape) {
      if (value(from).shape().equals(shape)) {
        return from;
      }
      String name = value("picture", value(from), shape);
      added.add(reshape(from, name));
      return name;
    }

    private Node reshape(String from, String to) {
      return new Node(
          to,
          match.reader().step(),
          new Reshape(value(to).shape()),
          List.of(from),
          List.of(to),
          Optional.of(new Arithmetic.Moved(0)));
    }

    private Value value(String name) {
      Value value = values.get(name);
      if (value == null) {
        throw new IllegalStateException("no value " + name);
      }
      return value;
    }

    private String value(String role, Value like, Shape shape) {
      String name = fresh(role);
      values.put(
          name, new Value(name, like.element(), shape, like.quantization(), Optional.empty()));
      return name;
    }

    private String integer(String role, ElementType element) {
      String name = fresh(role);
      values.put(name, new Value(name, element, Shape.of(1), Optional.empty(), Optional.empty()));
      return name;
    }

    private String fresh(String role) {
      String name = match.reader().name() + "_" + role;
      while (values.containsKey(name)) {
        name += "_";
      }
      return name;
    }
  }
}
