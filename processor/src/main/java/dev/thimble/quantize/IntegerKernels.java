package dev.thimble.quantize;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Distances;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Excess;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Trees;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import java.util.List;
import java.util.function.LongBinaryOperator;

/**
 * The integer rules that the quantiser gives, run on plain arrays; a result between bytes that
 * needs more than 32 bits is a fault of ours.
 */
final class IntegerKernels {
  private IntegerKernels() {}

  static RealKernel of(Graph graph, Node node) {
    Arithmetic rule =
        node.arithmetic()
            .orElseThrow(() -> new IllegalArgumentException(node.name() + " has no integer rule"));
    if (rule instanceof Arithmetic.Scaled scaled && scaled.rounding() == Rounding.SINGLE) {
      return scaled(graph, node, scaled);
    }
    if (rule instanceof Arithmetic.Stepwise) {
      return new IntegerRecurrence(graph, node);
    }
    if (rule instanceof Arithmetic.WeightedSum sum) {
      return binary(graph, node, (a, b) -> weighted(sum, a, b));
    }
    if (rule instanceof Arithmetic.Multiplied product && product.rounding() == Rounding.SINGLE) {
      return binary(graph, node, (a, b) -> multiplied(product, a, b));
    }
    if (rule instanceof Arithmetic.Differences d) {
      WideKernels.Difference difference = WideKernels.integers(d);
      return node.operator() instanceof Neighbours neighbours
          ? inputs -> WideKernels.neighbours(neighbours, difference, inputs)
          : inputs ->
              WideKernels.distances(((Distances) node.operator()).metric(), difference, inputs);
    }
    if (rule instanceof Arithmetic.Shifted shifted) {
      return WideKernels.shifted(graph, node, shifted);
    }
    if (rule instanceof Arithmetic.Curve curve) {
      return inputs -> WideKernels.curve(curve, inputs.get(0));
    }
    if (rule instanceof Arithmetic.Truncated truncated) {
      return inputs -> WideKernels.truncated(truncated, inputs.get(0));
    }
    if (rule instanceof Arithmetic.Rescaled rescaled && node.operator() instanceof Unary unary) {
      return inputs -> WideKernels.rescaled(rescaled, unary, inputs.get(0));
    }
    if (node.operator() instanceof Excess) {
      return WideKernels::excess;
    }
    if (rule instanceof Arithmetic.Exact && node.operator() instanceof Trees trees) {
      return new TreeKernel(trees);
    }
    if (rule instanceof Arithmetic.Pooled pooled) {
      return pooled(graph, node, pooled.output());
    }
    if (rule instanceof Arithmetic.Table table) {
      return inputs -> looked(table, inputs.get(0));
    }
    if (rule instanceof Arithmetic.SoftmaxLookup lookup) {
      return new WideSoftmaxKernel(lookup, graph.in(node, 0).shape().extent(-1));
    }
    if (rule instanceof Arithmetic.SoftmaxTables tables) {
      return new SoftmaxKernel(tables, graph.in(node, 0).shape().extent(-1));
    }
    if (node.operator() instanceof Unary) {
      return inputs -> WideKernels.negative(inputs.get(0), graph.out(node).element());
    }
    if (TensorKernels.knows(node.operator())) {
      return TensorKernels.integer(graph, node, rule);
    }
    if (rule instanceof Arithmetic.Moved moved) {
      return MovementKernels.of(graph, node, moved.fill());
    }
    throw new IllegalArgumentException(
        node.name() + ": no rule of networks quantised here: " + rule);
  }

  private static RealKernel scaled(Graph graph, Node node, Arithmetic.Scaled rule) {
    LinearKernel kernel = LinearKernels.of(graph, node);
    int channels =
        LinearKernels.hasWeights(node.operator()) ? graph.out(node).shape().extent(-1) : 1;
    boolean bytes = narrow(graph.in(node, 0)) && narrow(graph.out(node));
    long[] bias = graph.input(node, 2).map(b -> b.integers()).orElseGet(() -> new long[channels]);
    return inputs -> {
      float[] shifted = inputs.get(0).clone();
      for (int i = 0; i < shifted.length; i++) {
        shifted[i] -= rule.inputZeroPoint();
      }
      float[] weights = inputs.size() > 1 ? inputs.get(1).clone() : new float[0];
      for (int i = 0; i < weights.length && rule.weightZeroPoint() != 0; i++) {
        weights[i] -= rule.weightZeroPoint();
      }
      double[] sums = kernel.sums(shifted, weights);
      float[] out = new float[sums.length];
      for (int i = 0; i < out.length; i++) {
        long acc = (long) sums[i] + bias[i % channels];
        Ratio ratio = rule.ratios().get(rule.ratios().size() == 1 ? 0 : i % channels);
        out[i] = scaled(acc, ratio, rule.output(), bytes);
      }
      return out;
    };
  }

  private static boolean narrow(Value value) {
    return value.element() == ElementType.INT8;
  }

  /** Between bytes 32 bits are enough. */
  private static float scaled(long acc, Ratio ratio, Range range, boolean bytes) {
    long constant = ((long) range.zeroPoint() << ratio.shift()) + (1L << (ratio.shift() - 1));
    long product = Math.addExact(Math.multiplyExact(acc, ratio.multiplier()), constant);
    return clamp((bytes ? Math.toIntExact(product) : product) >> ratio.shift(), range);
  }

  private static long weighted(Arithmetic.WeightedSum rule, long a, long b) {
    long sum = Math.toIntExact(a * rule.left() + b * rule.right() + rule.constant());
    return (long) clamp(sum >> rule.shift(), rule.output());
  }

  private static long multiplied(Arithmetic.Multiplied rule, long a, long b) {
    long product = (a - rule.leftZeroPoint()) * (b - rule.rightZeroPoint());
    return (long) scaled(product, rule.ratio(), rule.output(), true);
  }

  private static RealKernel binary(Graph graph, Node node, LongBinaryOperator rule) {
    Shape to = graph.out(node).shape();
    int[] left = Gather.broadcast(graph.in(node, 0).shape(), to);
    int[] right = Gather.broadcast(graph.in(node, 1).shape(), to);
    return inputs -> {
      float[] out = new float[left.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = rule.applyAsLong((long) inputs.get(0)[left[i]], (long) inputs.get(1)[right[i]]);
      }
      return out;
    };
  }

  private static RealKernel pooled(Graph graph, Node node, Range range) {
    Shape x = graph.in(node, 0).shape();
    if (node.operator() instanceof Pool2d pool) {
      return PoolKernels.pool(pool, x, mean -> clamp(awayFromZero(mean), range));
    }
    if (node.operator() instanceof Unary) {
      return inputs -> {
        float[] out = inputs.get(0).clone();
        for (int i = 0; i < out.length; i++) {
          out[i] = clamp((long) out[i], range);
        }
        return out;
      };
    }
    if (node.operator() instanceof Reduce reduce) {
      int outputs = graph.out(node).shape().size();
      return PoolKernels.extreme(
          Gather.reduction(x, reduce.axes()), outputs, reduce.kind() == Reduce.Kind.MAX);
    }
    boolean max = ((Binary) node.operator()).kind() == Binary.Kind.MAXIMUM;
    return binary(
        graph, node, (a, b) -> (long) clamp(max ? Math.max(a, b) : Math.min(a, b), range));
  }

  /**
   * A quotient of small integers in double is within an ulp, and a half is exact: no tie is missed.
   */
  private static long awayFromZero(double mean) {
    return (long) (Math.signum(mean) * Math.floor(Math.abs(mean) + 0.5));
  }

  private static float[] looked(Arithmetic.Table table, float[] x) {
    float[] out = new float[x.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = table.entries().get((int) x[i] - table.first());
    }
    return out;
  }

  private static float clamp(long value, Range range) {
    return Math.max(range.low(), Math.min(range.high(), value));
  }

  /** The formula of {@link Arithmetic.SoftmaxTables}. */
  private record SoftmaxKernel(Arithmetic.SoftmaxTables tables, int classes) implements RealKernel {
    @Override
    public float[] run(List<float[]> inputs) {
      float[] x = inputs.get(0);
      float[] out = new float[x.length];
      for (int row = 0; row < x.length; row += classes) {
        int max = Int8.MIN;
        for (int i = row; i < row + classes; i++) {
          max = Math.max(max, (int) x[i]);
        }
        long sum = 0;
        for (int i = row; i < row + classes; i++) {
          sum += entry(tables.addends(), max - (int) x[i]);
        }
        for (int i = row; i < row + classes; i++) {
          out[i] = output(max - (int) x[i], sum);
        }
      }
      return out;
    }

    private long output(int d, long sum) {
      long output = Math.min(255, (entry(tables.numerators(), d) + sum) / (2 * sum)) + Int8.MIN;
      for (Arithmetic.SoftmaxTables.Correction c : tables.corrections()) {
        if (c.difference() == d && c.lowSum() <= sum && sum <= c.highSum()) {
          output += c.delta();
        }
      }
      return output;
    }

    private static long entry(List<Long> table, int d) {
      return d < table.size() ? table.get(d) : 0;
    }
  }
}
