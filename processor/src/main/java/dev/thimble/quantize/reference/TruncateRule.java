package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Truncate;
import dev.thimble.graph.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * CAST of reals that integers stand for, {@code micro/kernels/cast.cc}: towards zero, and no
 * further than the type goes. The real is {@code Dequantize}'s of {@code
 * internal/reference/dequantize.h}, in single precision; a ratio that gives the same integers for
 * each input takes its place, or a table where functions of bytes stand between.
 */
public final class TruncateRule implements Rule {
  /** Products with magnitudes of 17 bits stay within 63. */
  private static final int MAX_SHIFT = 46;

  private static final long MAX_MULTIPLIER = 1L << 40;

  @Override
  public Arithmetic of(Graph graph, Node node) throws Problem {
    Quantization in = graph.in(node, 0).quantized();
    return of(node, graph.in(node, 0).element(), in, graph.out(node).element());
  }

  /** The rule of a node that reads integers of that type and meaning, bytes or words. */
  public static Arithmetic of(Node node, ElementType from, Quantization in, ElementType to)
      throws Problem {
    List<Unary> functions = ((Truncate) node.operator()).functions();
    if (functions.isEmpty() && to != ElementType.BOOL) {
      Optional<Ratio> ratio = ratio(from, in);
      if (ratio.isPresent()) {
        return new Arithmetic.Truncated(in.zeroPoint(), ratio.get(), range(from, in, to));
      }
    }
    if (from.bits() != Byte.SIZE) {
      throw Multipliers.outOfRange(
          node.name(), "a cast of reals that " + from + " stand for, which have no table");
    }
    List<Integer> entries = new ArrayList<>();
    for (int x = (int) from.min(); x <= from.max(); x++) {
      long entry = Truncate.of(ComposedRule.real(functions, in, x), to);
      entries.add((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, entry)));
    }
    return new Arithmetic.Table((int) from.min(), entries);
  }

  /** The integers that come out; those of 64 bits are no larger than others here. */
  private static Range range(ElementType from, Quantization in, ElementType to) {
    long low = Math.max(Integer.MIN_VALUE, Truncate.of(real(in, from.min()), to));
    long high = Math.min(Integer.MAX_VALUE, Truncate.of(real(in, from.max()), to));
    return new Range(0, (int) Math.min(low, 0), (int) Math.max(high, 0));
  }

  private static float real(Quantization in, long x) {
    return ComposedRule.real(List.of(), in, (int) x);
  }

  /** The ratio with the smallest shift that gives the integer part of each real. */
  private static Optional<Ratio> ratio(ElementType from, Quantization in) {
    int most = (int) Math.max(from.max() - in.zeroPoint(), in.zeroPoint() - from.min());
    long[] parts = new long[most + 1];
    double least = 0;
    for (int size = 1; size <= most; size++) {
      parts[size] = (long) (float) (in.scale() * size);
      least = Math.max(least, (double) parts[size] / size);
    }
    for (int shift = 0; shift <= MAX_SHIFT; shift++) {
      long multiplier = (long) Math.ceil(Math.scalb(least, shift));
      if (multiplier >= MAX_MULTIPLIER) {
        break;
      }
      if (fits(parts, multiplier, shift)) {
        return Optional.of(new Ratio(multiplier, shift));
      }
    }
    return Optional.empty();
  }

  private static boolean fits(long[] parts, long multiplier, int shift) {
    for (int size = 1; size < parts.length; size++) {
      if (size * multiplier >> shift != parts[size]) {
        return false;
      }
    }
    return true;
  }
}
