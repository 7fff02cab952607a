package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Svdf;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * SVDF over int8 with weights over time, and a state, of int8 or int16. Input numbers are those of
 * {@code micro/kernels/svdf_common.cc}. A fused activation lies in the output's scale, as there.
 * One of reals is taken apart: {@link SvdfReals}.
 */
final class SvdfImporter implements OperatorImporter {
  private static final int OPTIONS = 6;
  private static final int TIME = 2;
  private static final int BIAS = 3;
  private static final int STATE = 4;

  @Override
  public void read(Step step) throws Problem {
    step.expect(5, 5, 1);
    Value x = step.activation(0);
    Numbers numbers = step.assembly().numbers();
    numbers.same(step, x);
    int rank = step.options(OPTIONS).positive("the rank", 0, 1);
    if (x.element() == ElementType.FLOAT32) {
      reals(step, x, rank);
      return;
    }
    if (x.element() != ElementType.INT8) {
      throw step.unsupported("an SVDF of " + x.element(), "Convert the model to int8.");
    }
    Value feature = weights(step, 1, "feature");
    Value time = weights(step, TIME, "time");
    FileTensor kept = step.variable(STATE);
    if (kept.type() != (time.element() == ElementType.INT8 ? TensorType.INT8 : TensorType.INT16)) {
      throw step.unsupported(
          "a state " + kept.shown() + " with weights of " + time.element(),
          "Convert the model again.");
    }
    String variable = "tensor " + kept.index();
    Value state = numbers.activation(step, step.assembly().variables().read(step, variable, kept));
    List<Value> inputs = new ArrayList<>(List.of(x, feature, time, state));
    int units = Math.max(1, feature.shape().extent(0) / rank);
    inputs.addAll(numbers.bias(step, x, BIAS, units));
    List<Value> outputs = step.emitAll(new Svdf(rank), inputs, List.of(state));
    step.assembly().variables().assign(step, variable, outputs.get(1));
  }

  private static void reals(Step step, Value x, int rank) throws Problem {
    Value feature = step.input(1, "feature");
    Value time = step.input(TIME, "time");
    for (Value weights : List.of(feature, time)) {
      Windows.expectRank(step, "weights", weights, 2);
      if (!weights.isConstant()) {
        throw step.unsupported("weights that are computed", "Make them constants.");
      }
    }
    int units = Math.max(1, feature.shape().extent(0) / rank);
    List<Value> bias = step.assembly().numbers().bias(step, x, BIAS, units);
    new SvdfReals(step, x, rank, step.options(OPTIONS).activation(1))
        .read(feature, time, bias, step.variable(STATE));
  }

  private static Value weights(Step step, int input, String role) throws Problem {
    Value weights = step.input(input, role);
    Windows.expectRank(step, "weights", weights, 2);
    boolean wide = input == TIME && weights.element() == ElementType.INT16;
    if (!weights.isConstant() || (weights.element() != ElementType.INT8 && !wide)) {
      throw step.unsupported(
          "an SVDF with weights of " + weights.element(), "Convert the model to int8.");
    }
    boolean plain =
        weights.quantization().filter(q -> !q.perChannel() && q.zeroPoint() == 0).isPresent();
    if (!plain) {
      throw step.unsupported(
          "weights of an SVDF without one scale around 0", "Convert the model again.");
    }
    return weights;
  }
}
