package dev.thimble.quantize;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Softmax;
import java.util.List;

/** Which values have 16 bits because of layers whose width is {@link Widths#WORD}. */
public final class Words {
  private static final int MOST = Short.MAX_VALUE;

  private Words() {}

  /** Whether the node is a layer whose results have 16 bits. */
  static boolean gives(Node node, Widths widths) {
    return LinearKernels.hasWeights(node.operator()) && widths.of(node) == Widths.WORD;
  }

  /** Whether 16 bits come out of the node if they go in. */
  static boolean carries(Node node) {
    return Wide.carries(node.operator()) || node.operator() instanceof Softmax;
  }

  /**
   * Whether an input gets 16 bits: if all layers that it reaches, through steps without weights,
   * have that width.
   */
  public static boolean wants(Graph graph, String input, Widths widths) {
    List<Node> readers = graph.consumers(input);
    return !readers.isEmpty() && readers.stream().allMatch(node -> wants(graph, node, widths));
  }

  private static boolean wants(Graph graph, Node node, Widths widths) {
    return gives(node, widths)
        || (Wide.carries(node.operator()) && wants(graph, node.output(), widths));
  }

  /**
   * What 16 bits of an input stand for, zero at 0: the integers themselves where the data are such
   * and fit, else the finest scale that covers the range.
   */
  public static Quantization ofInput(ValueRange range) {
    double most = Math.max(Math.abs(range.low()), Math.abs(range.high()));
    boolean themselves = range.integral() && most <= MOST;
    return Quantization.perTensor(themselves || most == 0 ? 1 : Int8.few(most / MOST), 0);
  }
}
