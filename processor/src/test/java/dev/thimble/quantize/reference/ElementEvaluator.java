package dev.thimble.quantize.reference;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Divided;
import dev.thimble.graph.Arithmetic.Exact;
import dev.thimble.graph.Arithmetic.Interpolated;
import dev.thimble.graph.Arithmetic.InverseRoots;
import dev.thimble.graph.Arithmetic.Looked;
import dev.thimble.graph.Arithmetic.Multiplied;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rescaled;
import dev.thimble.graph.Arithmetic.Roots;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Arithmetic.Summed;
import dev.thimble.graph.Arithmetic.Table;
import dev.thimble.graph.Arithmetic.Truncated;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Unary;
import dev.thimble.quantize.FixedPoint;
import java.util.Map;

/** Functions of one element or of two. */
final class ElementEvaluator {
  private final Graph graph;
  private final Node node;
  private final Arithmetic rule;
  private final Map<String, long[]> values;

  ElementEvaluator(Graph graph, Node node, Map<String, long[]> values) {
    this.graph = graph;
    this.node = node;
    this.rule = node.arithmetic().orElseThrow();
    this.values = values;
  }

  long[] evaluate() {
    long[] result = new long[graph.out(node).shape().size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = node.operator() instanceof Binary ? two(at(0, i), at(1, i)) : one(at(0, i));
    }
    return result;
  }

  /** The element of an operand that meets an element of the result. */
  private long at(int input, int element) {
    Shape out = graph.out(node).shape();
    Shape in = graph.in(node, input).shape();
    int index = 0;
    for (int back = in.rank(); back >= 1; back--) {
      int along = element / out.stride(-back) % out.extent(-back);
      index = index * in.extent(-back) + (in.extent(-back) == 1 ? 0 : along);
    }
    return values.get(node.inputs().get(input))[index];
  }

  private long one(long x) {
    if (rule instanceof Table table) {
      return table.entries().get((int) x - table.first());
    } else if (rule instanceof Truncated cut) {
      long product = (x - cut.inputZeroPoint()) * cut.ratio().multiplier();
      long size = Math.floorDiv(Math.abs(product), 1L << cut.ratio().shift());
      return Rounded.clamped(cut.output(), Long.signum(product) * size);
    } else if (rule instanceof Rescaled rescaled) {
      boolean magnitude = ((Unary) node.operator()).kind() == Unary.Kind.ABS;
      long difference = x - rescaled.inputZeroPoint();
      long centred = magnitude ? Math.abs(difference) : difference;
      return Rounded.clamped(
          rescaled.output(),
          Rounded.times(
              centred >= 0 ? rescaled.positive() : rescaled.negative(),
              rescaled.rounding(),
              centred));
    } else if (rule instanceof Interpolated interpolated) {
      return interpolated(interpolated, x);
    } else if (rule instanceof Looked looked) {
      int entry = (int) Math.floorDiv(x, 128L) + 256;
      long here = looked.table().get(entry);
      long rise = (looked.table().get(entry + 1) - here) * Math.floorMod(x, 128L);
      return here + Math.floorDiv(rise + 64, 128L);
    } else if (rule instanceof InverseRoots roots) {
      return inverseRoot(roots, (int) (x - roots.inputZeroPoint()));
    } else if (rule instanceof Roots roots) {
      return root(roots, (int) x);
    } else if (rule instanceof Exact) {
      return (short) -x;
    }
    throw new UnsupportedOperationException(rule.toString());
  }

  private static long root(Roots rule, int x) {
    long number = Math.max(0, x) * rule.ratio().multiplier() >> rule.ratio().shift();
    long root = 0;
    while (root < Short.MAX_VALUE && (root + 1) * (root + 1) <= number) {
      root++;
    }
    return root + (rule.more().contains(x) ? 1 : 0) - (rule.less().contains(x) ? 1 : 0);
  }

  private static long inverseRoot(InverseRoots rule, int x) {
    if (x <= 0) {
      return rule.output().high();
    }
    FixedPoint.InverseRoot root = FixedPoint.inverseRoot(x);
    Ratio ratio = new Ratio(root.mantissa(), 11 + root.shift());
    long twenty = Rounded.times(ratio, Rounding.DOUBLE, 1);
    return Rounded.clamped(rule.output(), Rounded.times(rule.ratio(), Rounding.DOUBLE, twenty));
  }

  static long interpolated(Interpolated rule, long x) {
    long half = rule.shift() > 0 ? 1L << (rule.shift() - 1) : 0;
    long v = (x * rule.multiplier() + half) >> rule.shift();
    long magnitude = Math.abs(v);
    int i = (int) (magnitude >> rule.fraction());
    long r = rule.saturated();
    if (i + 1 < rule.table().size()) {
      long low = rule.table().get(i);
      long part = magnitude & ((1L << rule.fraction()) - 1);
      r = (low << rule.fraction()) + part * (rule.table().get(i + 1) - low);
    }
    return (v >= 0 ? rule.plus() + r : rule.minus() - r) >> rule.outShift();
  }

  private long two(long a, long b) {
    Binary.Kind kind = ((Binary) node.operator()).kind();
    if (rule instanceof Summed sum) {
      long left =
          Rounded.times(sum.left(), sum.rounding(), (a - sum.leftZeroPoint()) << sum.preShift());
      long right =
          Rounded.times(sum.right(), sum.rounding(), (b - sum.rightZeroPoint()) << sum.preShift());
      long plain = kind == Binary.Kind.ADD ? left + right : left - right;
      long both = kind == Binary.Kind.SQUARED_DIFFERENCE ? plain * plain : plain;
      return Rounded.clamped(sum.output(), Rounded.times(sum.out(), sum.rounding(), both));
    } else if (rule instanceof Multiplied product) {
      long both = (a - product.leftZeroPoint()) * (b - product.rightZeroPoint());
      return Rounded.clamped(
          product.output(), Rounded.times(product.ratio(), product.rounding(), both));
    }
    if (rule instanceof Divided quotient) {
      return divided(quotient, a - quotient.leftZeroPoint(), b - quotient.rightZeroPoint());
    }
    return kind == Binary.Kind.MAXIMUM ? Math.max(a, b) : Math.min(a, b);
  }

  private static long divided(Divided rule, long a, long b) {
    int number = (int) (b < 0 ? -a : a);
    int divisor = (int) Math.max(1, Math.abs(b));
    int room = 0;
    while (number != 0 && (long) number << (room + 1) == number << (room + 1)) {
      room++;
    }
    int quotient =
        FixedPoint.highProduct(number << room, rule.reciprocals().get((int) Math.abs(b)));
    int logarithm = Integer.toBinaryString(divisor).length() - 1;
    if (number == 0 && rule.ratio().shift() + 31 + logarithm > 62) {
      return Rounded.clamped(rule.output(), 1);
    }
    int shift = Math.min(62, rule.ratio().shift() + room + logarithm);
    Ratio ratio = new Ratio(rule.ratio().multiplier(), shift);
    return Rounded.clamped(rule.output(), Rounded.times(ratio, Rounding.DOUBLE, quotient));
  }
}
