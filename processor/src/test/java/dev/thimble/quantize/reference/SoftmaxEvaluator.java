package dev.thimble.quantize.reference;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Arithmetic.SoftmaxLookup;
import dev.thimble.graph.Arithmetic.SoftmaxTables;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import java.util.Arrays;
import java.util.List;

/** Softmax over int8 and int16. */
final class SoftmaxEvaluator {
  private SoftmaxEvaluator() {}

  static long[] evaluate(Graph graph, Node node, long[] x) {
    Arithmetic rule = node.arithmetic().orElseThrow();
    int classes = graph.out(node).shape().extent(-1);
    long[] result = new long[x.length];
    for (int row = 0; row < x.length; row += classes) {
      long[] logits = Arrays.copyOfRange(x, row, row + classes);
      long[] scores =
          rule instanceof SoftmaxTables tables
              ? bytes(tables, logits)
              : shorts((SoftmaxLookup) rule, logits);
      System.arraycopy(scores, 0, result, row, classes);
    }
    return result;
  }

  private static long[] bytes(SoftmaxTables tables, long[] logits) {
    long largest = Arrays.stream(logits).max().orElseThrow();
    long sum = 0;
    for (long logit : logits) {
      sum += entry(tables.addends(), largest - logit);
    }
    long[] scores = new long[logits.length];
    for (int i = 0; i < scores.length; i++) {
      int d = (int) (largest - logits[i]);
      long score = Math.min(255, (entry(tables.numerators(), d) + sum) / (2 * sum));
      for (SoftmaxTables.Correction c : tables.corrections()) {
        if (c.difference() == d && c.lowSum() <= sum && sum <= c.highSum()) {
          score += c.delta();
        }
      }
      scores[i] = score - 128;
    }
    return scores;
  }

  private static long entry(List<Long> table, long at) {
    return at < table.size() ? table.get((int) at) : 0;
  }

  private static long[] shorts(SoftmaxLookup rule, long[] logits) {
    long largest = Arrays.stream(logits).max().orElseThrow();
    long[] exponentials = new long[logits.length];
    long sum = 0;
    for (int i = 0; i < logits.length; i++) {
      long scaled = Rounded.times(rule.difference(), Rounding.DOUBLE, logits[i] - largest);
      exponentials[i] = interpolated(rule.exponentials(), scaled + Short.MAX_VALUE);
      sum += exponentials[i];
    }
    int zeros = Integer.numberOfLeadingZeros((int) sum);
    long shifted = ((sum << (zeros - 1)) + (1 << 13)) >> 14;
    long reciprocal = interpolated(rule.reciprocals(), shifted - (1 << 15) - (1 << 16));
    long[] scores = new long[logits.length];
    for (int i = 0; i < scores.length; i++) {
      long score = (exponentials[i] * reciprocal + (1L << (30 - zeros))) >> (31 - zeros);
      scores[i] = Math.max(0, Math.min(Short.MAX_VALUE, score));
    }
    return scores;
  }

  private static long interpolated(List<Integer> table, long at) {
    int v = (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, at));
    int i = 256 + (v >> 7);
    int slope = table.get(i + 1) - table.get(i);
    return table.get(i) + ((slope * (v & 127) + 64) >> 7);
  }
}
