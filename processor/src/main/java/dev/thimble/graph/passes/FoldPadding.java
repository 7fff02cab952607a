package dev.thimble.graph.passes;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.WindowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Zeros around a picture become the padding of the convolution behind; of integers, what stands for
 * zero there: the convolution's zero point.
 */
public final class FoldPadding implements GraphPass {
  private final Set<String> kept;

  /**
   * A pass.
   *
   * @param kept values that must stay as they are
   */
  public FoldPadding(Set<String> kept) {
    this.kept = Set.copyOf(kept);
  }

  @Override
  public Graph apply(Graph graph) {
    for (Node conv : graph.nodes()) {
      Optional<WindowSpec> window = window(conv.operator());
      if (window.isEmpty() || window.get().padding() == WindowSpec.Padding.SAME) {
        continue;
      }
      String padded = conv.inputs().get(0);
      Optional<Node> pad =
          kept.contains(padded)
              ? Optional.empty()
              : Rewriting.soleProducer(graph, padded).filter(n -> addsZeros(n, conv));
      if (pad.isPresent()) {
        Node merged = merged(pad.get(), conv, window.get());
        return apply(Rewriting.merge(graph, pad.get(), conv, merged, List.of()));
      }
    }
    return graph;
  }

  private static Node merged(Node pad, Node conv, WindowSpec own) {
    Pad zeros = (Pad) pad.operator();
    int height = zeros.before().size() - 3;
    WindowSpec window =
        own.withPadding(
            own.padTop() + zeros.before().get(height),
            own.padBottom() + zeros.after().get(height),
            own.padLeft() + zeros.before().get(height + 1),
            own.padRight() + zeros.after().get(height + 1));
    List<String> inputs = new ArrayList<>(conv.inputs());
    inputs.set(0, pad.inputs().get(0));
    return conv.with(with(conv.operator(), window)).reading(inputs);
  }

  private static boolean addsZeros(Node node, Node conv) {
    return node.operator() instanceof Pad pad
        && pad.mode() == Pad.Mode.CONSTANT
        && aroundPictures(pad)
        && isZero(node, pad, conv);
  }

  private static boolean isZero(Node node, Pad pad, Node conv) {
    if (conv.arithmetic().isEmpty()) {
      return node.arithmetic().isEmpty() && pad.value() == 0;
    }
    return conv.arithmetic().get() instanceof Arithmetic.Scaled scaled
        && node.arithmetic().orElse(null) instanceof Arithmetic.Moved moved
        && moved.fill() == scaled.inputZeroPoint();
  }

  private static boolean aroundPictures(Pad pad) {
    int rank = pad.before().size();
    boolean only = rank >= 3;
    for (int axis = 0; only && axis < rank; axis++) {
      boolean picture = axis == rank - 3 || axis == rank - 2;
      only = picture || (pad.before().get(axis) == 0 && pad.after().get(axis) == 0);
    }
    return only;
  }

  private static Optional<WindowSpec> window(Operator operator) {
    if (operator instanceof Conv2d conv) {
      return Optional.of(conv.window());
    }
    return operator instanceof DepthwiseConv2d conv ? Optional.of(conv.window()) : Optional.empty();
  }

  private static Operator with(Operator operator, WindowSpec window) {
    return operator instanceof Conv2d conv
        ? new Conv2d(window, conv.activation())
        : new DepthwiseConv2d(window, ((DepthwiseConv2d) operator).activation());
  }
}
