package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Cast;
import dev.thimble.graph.Compare;
import dev.thimble.graph.Composed;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.L2Normalization;
import dev.thimble.graph.Lstm;
import dev.thimble.graph.MatMul;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Prelu;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.ResizeBilinear;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Svdf;
import dev.thimble.graph.Take;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.TransposeConv2d;
import dev.thimble.graph.Truncate;
import dev.thimble.graph.Unary;
import dev.thimble.graph.WriteState;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives each node of a quantised graph the integer rule that TensorFlow Lite's kernels follow, so
 * that nothing after it looks at a scale.
 */
public final class ReferenceArithmetic {
  private static final Rule MOVED = (graph, node) -> new Arithmetic.Moved(0);

  private final Map<Class<? extends Operator>, Rule> rules = new HashMap<>();

  private ReferenceArithmetic(Profile profile) {
    Rule product = new ProductRule(profile);
    rules.put(Conv2d.class, product);
    rules.put(DepthwiseConv2d.class, product);
    rules.put(TransposeConv2d.class, product);
    rules.put(Dense.class, product);
    rules.put(Lstm.class, new LstmRule());
    rules.put(Pool2d.class, new PoolRule());
    rules.put(Reduce.class, new ReduceRule());
    rules.put(Softmax.class, new SoftmaxRule());
    rules.put(Unary.class, new UnaryRule());
    rules.put(Binary.class, new BinaryRule());
    rules.put(Pad.class, ReferenceArithmetic::padded);
    rules.put(Prelu.class, TensorRules::sloped);
    rules.put(Compare.class, TensorRules::compared);
    rules.put(MatMul.class, TensorRules::matMul);
    rules.put(L2Normalization.class, TensorRules::normalized);
    rules.put(Svdf.class, new SvdfRule());
    rules.put(ResizeBilinear.class, MOVED);
    rules.put(Take.class, MOVED);
    rules.put(ArgExtreme.class, MOVED);
    rules.put(Cast.class, MOVED);
    rules.put(Composed.class, new ComposedRule());
    rules.put(Truncate.class, new TruncateRule());
    rules.put(Concat.class, MOVED);
    rules.put(ReadState.class, MOVED);
    rules.put(Reshape.class, MOVED);
    rules.put(Slice.class, MOVED);
    rules.put(Transpose.class, MOVED);
    rules.put(WriteState.class, MOVED);
  }

  /**
   * The same graph with a rule on each node of integers; nodes of reals, and those that have a
   * rule, stay as they are.
   */
  public static Graph apply(Graph graph, Profile profile) throws Problem {
    ReferenceArithmetic rules = new ReferenceArithmetic(profile);
    Graph.Builder builder = new Graph.Builder();
    graph.values().values().forEach(builder::value);
    for (Node node : graph.nodes()) {
      builder.node(rules.ruled(graph, node));
    }
    graph.inputs().forEach(builder::input);
    graph.outputs().forEach(builder::output);
    return builder.build();
  }

  private Node ruled(Graph graph, Node node) throws Problem {
    Rule rule = rules.get(node.operator().getClass());
    boolean integers = graph.in(node, 0).element().isInteger();
    return rule == null || !integers || node.arithmetic().isPresent()
        ? node
        : node.with(rule.of(graph, node));
  }

  /** What is put around is the output's zero point, or the constant in the output's scale. */
  private static Arithmetic padded(Graph graph, Node node) throws Problem {
    Pad pad = (Pad) node.operator();
    Quantization out = graph.out(node).quantized();
    double steps = pad.value() / out.scale();
    if (!(Math.abs(steps) < 1 << 20)) {
      throw Multipliers.outOfRange(node.name(), "it pads with " + pad.value());
    }
    return new Arithmetic.Moved(out.zeroPoint() + (int) Math.round(steps));
  }
}
