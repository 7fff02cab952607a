package dev.thimble.graph.passes;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.TransposeConv2d;
import dev.thimble.graph.Unary;
import java.util.List;
import java.util.Optional;

/** A clamp that follows a layer without one becomes part of it. */
public final class FuseActivation implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    for (Node clamp : graph.nodes()) {
      Optional<Activation> activation = activation(clamp.operator());
      Optional<Node> layer =
          activation.isEmpty()
              ? Optional.empty()
              : Rewriting.soleProducer(graph, clamp.inputs().get(0));
      Optional<Operator> fused = layer.flatMap(l -> with(l.operator(), activation.orElseThrow()));
      if (fused.isPresent()) {
        Node merged = Rewriting.writing(layer.orElseThrow().with(fused.get()), clamp.output());
        return apply(Rewriting.merge(graph, layer.get(), clamp, merged, List.of()));
      }
    }
    return graph;
  }

  private static Optional<Activation> activation(Operator operator) {
    if (!(operator instanceof Unary unary)) {
      return Optional.empty();
    }
    return switch (unary.kind()) {
      case RELU -> Optional.of(Activation.RELU);
      case RELU6 -> Optional.of(Activation.RELU6);
      case RELU_N1_TO_1 -> Optional.of(Activation.RELU_N1_TO_1);
      default -> Optional.empty();
    };
  }

  /** The layer with the activation; empty if it has one already or can have none. */
  private static Optional<Operator> with(Operator layer, Activation activation) {
    if (layer instanceof Conv2d conv && conv.activation() == Activation.NONE) {
      return Optional.of(new Conv2d(conv.window(), activation));
    }
    if (layer instanceof DepthwiseConv2d conv && conv.activation() == Activation.NONE) {
      return Optional.of(new DepthwiseConv2d(conv.window(), activation));
    }
    if (layer instanceof TransposeConv2d conv && conv.activation() == Activation.NONE) {
      return Optional.of(conv.with(activation));
    }
    if (layer instanceof Dense dense && dense.activation() == Activation.NONE) {
      return Optional.of(new Dense(activation));
    }
    if (layer instanceof Binary binary && binary.activation() == Activation.NONE) {
      return Optional.of(new Binary(binary.kind(), activation));
    }
    if (layer instanceof Pool2d pool && pool.activation() == Activation.NONE) {
      return Optional.of(
          new Pool2d(
              pool.kind(), pool.kernelHeight(), pool.kernelWidth(), pool.window(), activation));
    }
    return Optional.empty();
  }
}
