package dev.thimble.graph.passes;

import dev.thimble.graph.Binary;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves reshapes behind functions of single elements or channels, so that these meet the layer
 * before: a sequence is reshaped for each convolution over its steps.
 *
 * <p>The function writes the reshape's value, now in the shape before it.
 */
public final class SinkReshapes implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    Graph result = graph;
    // A reshape that sinks meets the next function further down the list.
    for (int i = 0; i < result.nodes().size(); i++) {
      Node function = result.nodes().get(i);
      int moving = function.inputs().isEmpty() ? -1 : moving(result, function);
      if (moving >= 0) {
        Graph before = result;
        Optional<Node> reshape =
            Rewriting.soleProducer(before, function.inputs().get(moving))
                .filter(r -> r.operator() instanceof Reshape && sinks(before, r, function, moving));
        result = reshape.map(r -> swapped(before, r, function, moving)).orElse(result);
      }
    }
    return result;
  }

  /** Which input is not a constant, of a function that looks at one element or one channel. */
  private static int moving(Graph graph, Node node) {
    if (node.operator() instanceof Unary) {
      return 0;
    }
    if (!(node.operator() instanceof Binary) || node.arithmetic().isPresent()) {
      return -1;
    }
    boolean left = graph.in(node, 0).isConstant();
    return left == graph.in(node, 1).isConstant() ? -1 : left ? 1 : 0;
  }

  private static boolean sinks(Graph graph, Node reshape, Node function, int moving) {
    Shape before = graph.in(reshape, 0).shape();
    Shape after = graph.out(reshape).shape();
    if (function.operator() instanceof Unary) {
      return graph.in(reshape, 0).element() == graph.out(function).element();
    }
    Shape constant = graph.in(function, 1 - moving).shape();
    int channels = after.rank() == 0 || before.rank() == 0 ? 0 : after.extent(-1);
    boolean each =
        constant.elements() == 1
            || (constant.rank() == 1
                && channels > 0
                && channels == before.extent(-1)
                && constant.extent(0) == channels);
    return each && graph.out(function).shape().equals(after) && constant.rank() <= before.rank();
  }

  private static Graph swapped(Graph graph, Node reshape, Node function, int moving) {
    Value before = graph.in(reshape, 0);
    Value between = graph.out(reshape).with(before.shape());
    List<String> inputs = new ArrayList<>(function.inputs());
    inputs.set(moving, before.name());
    Node first = Rewriting.writing(function.reading(inputs), between.name());
    Operator shaping = new Reshape(graph.out(function).shape());
    Node second =
        Rewriting.writing(
            reshape.with(shaping).reading(List.of(between.name())), function.output());
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.equals(function)) {
        nodes.add(first);
        nodes.add(second);
      } else if (!node.equals(reshape)) {
        nodes.add(node);
      }
    }
    Graph.Builder builder = new Graph.Builder(graph).value(between);
    return new Graph(builder.build().values(), nodes, graph.inputs(), graph.outputs());
  }
}
