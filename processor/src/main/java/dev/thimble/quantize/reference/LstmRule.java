package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Multiplied;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Arithmetic.Scaled;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Lstm;
import dev.thimble.graph.Node;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * LSTM: {@code PrepareGateParametersInteger} of {@code micro/kernels/lstm_eval_common.cc} and the
 * kernels in {@code lstm_eval.cc}.
 */
final class LstmRule implements Rule {
  /** Inputs of the gates' functions have 12 fraction bits, their outputs 15. */
  private static final double GATE_SCALE = 1.0 / 4096;

  private static final double OUTPUT_SCALE = 1.0 / 32768;
  private static final Range SHORT = new Range(0, Short.MIN_VALUE, Short.MAX_VALUE);

  @Override
  public Arithmetic of(Graph graph, Node node) throws Problem {
    Value hidden = graph.in(node, Lstm.HIDDEN);
    Value cell = graph.in(node, Lstm.CELL);
    if (cell.element() != ElementType.INT16 || cell.quantized().zeroPoint() != 0) {
      throw Multipliers.outOfRange(node.name(), "its cell state must be int16 around 0");
    }
    double scale = cell.quantized().scale();
    double power = StrictMath.log(scale) / StrictMath.log(2);
    if (Math.abs(power - Math.rint(power)) > 1e-3 || power > 0 || power < -30) {
      throw Multipliers.outOfRange(node.name(), "its cell's scale is " + scale);
    }
    Range range =
        new Range(
            hidden.quantized().zeroPoint(),
            (int) hidden.element().min(),
            (int) hidden.element().max());
    return new Arithmetic.Recurrent(
        gates(graph, node, graph.in(node, 0), Lstm.WEIGHTS),
        gates(graph, node, hidden, Lstm.RECURRENT),
        InterpolatedSigmoid.gateSigmoid(),
        InterpolatedSigmoid.powerTanh(-12),
        InterpolatedSigmoid.powerTanh((int) Math.rint(power)),
        product(node, OUTPUT_SCALE * scale / scale, SHORT),
        product(node, OUTPUT_SCALE * OUTPUT_SCALE / scale, SHORT),
        product(node, OUTPUT_SCALE * OUTPUT_SCALE / hidden.quantized().scale(), range),
        (int) Math.min(Short.MAX_VALUE, ((Lstm) node.operator()).cellClip() / scale));
  }

  /** The products of one input with the weights of the four gates. */
  private static List<Scaled> gates(Graph graph, Node node, Value x, int first) throws Problem {
    List<Scaled> gates = new ArrayList<>();
    boolean wide = x.element() == ElementType.INT16;
    for (int gate = first; gate < first + 4; gate++) {
      float product =
          (float) x.quantized().scale() * (float) graph.in(node, gate).quantized().scale();
      double factor = product / GATE_SCALE;
      Ratio ratio =
          wide ? Multipliers.wide(node.name(), factor) : Multipliers.ratio(node.name(), factor);
      gates.add(
          new Scaled(
              x.quantized().zeroPoint(),
              0,
              List.of(ratio),
              wide ? Rounding.SINGLE : Rounding.DOUBLE,
              SHORT));
    }
    return gates;
  }

  private static Multiplied product(Node node, double factor, Range range) throws Problem {
    return new Multiplied(0, 0, Multipliers.ratio(node.name(), factor), Rounding.DOUBLE, range);
  }
}
