package dev.thimble.quantize;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Factors of an input's channels that are in the scales of its integers: multiplying by them costs
 * nothing.
 *
 * @param product the input multiplied by them
 * @param powers of two, for each channel
 */
record InputFactors(String product, int[] powers) {
  private static final Binary MULTIPLICATION = new Binary(Binary.Kind.MUL, Activation.NONE);

  /** The constant of the multiplication. */
  Value factors() {
    float[] factors = new float[powers.length];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = Math.scalb(1f, powers[c]);
    }
    return Value.real(product + "_by", Shape.of(factors.length), factors);
  }

  /** The multiplication of an input. */
  Node node(String input) {
    return new Node(
        product,
        input,
        MULTIPLICATION,
        List.of(input, product + "_by"),
        List.of(product),
        Optional.empty());
  }

  /** What the integers of an input, and of its product, stand for: they are the same integers. */
  Map<String, Quantization> meanings(String input, int elements, ValueRange range) {
    Quantization meaning = Int8.covering(range);
    List<Double> scales = new ArrayList<>();
    for (int i = 0; i < elements; i++) {
      scales.add(Math.scalb(meaning.scale(), -powers[i % powers.length]));
    }
    List<Integer> zeros = Collections.nCopies(elements, meaning.zeroPoint());
    return Map.of(product, meaning, input, new Quantization(scales, zeros, 0));
  }

  /** Whether the scales of an input's elements already are what a node multiplies them by. */
  static boolean inScales(Graph real, Node node, Map<String, Quantization> scales) {
    boolean product =
        node.operator().equals(MULTIPLICATION)
            && real.inputs().contains(node.inputs().get(0))
            && real.in(node, 1).isConstant();
    if (!product) {
      return false;
    }
    Quantization from = Known.of(scales, node.inputs().get(0));
    Quantization to = Known.of(scales, node.output());
    float[] factors = FloatEvaluator.reals(real.in(node, 1));
    boolean same = from.perChannel() && !to.perChannel();
    for (int i = 0; i < from.scales().size() && same; i++) {
      same =
          from.scale(i) * factors[i % factors.length] == to.scale()
              && from.zeroPoints().get(i) == to.zeroPoint();
    }
    return same;
  }
}
