package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Composed;
import dev.thimble.graph.Constant;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import java.util.Optional;

/**
 * QUANTIZE of reals that were integers before, see {@link Islands}, and from integers to integers,
 * which is a change of scale. At an input of reals it is the border of the graph: see {@link
 * Borders}.
 */
final class QuantizeImporter implements OperatorImporter {
  @Override
  public void read(Step step) throws Problem {
    step.expect(1, 1, 1);
    Optional<Islands.Island> island = step.island();
    if (island.isPresent()) {
      step.assembly().numbers().scaled(step);
      step.emit(new Composed(island.get().functions()), island.get().source());
      return;
    }
    Value x = step.input(0);
    FileTensor out = step.out(0);
    boolean border =
        step.assembly().graph().inputs().contains(step.operator().inputs().get(0))
            && x.element() == step.outElement(0)
            && x.quantization().equals(out.quantization())
            && step.assembly().tensor(step.operator().inputs().get(0)).isFloat();
    if (border) {
      step.bind(0, x);
      return;
    }
    step.assembly().numbers().scaled(step);
    if (x.element() == ElementType.FLOAT32) {
      step.bind(0, constant(step, x));
      return;
    }
    if (x.quantization().isEmpty() || x.quantized().perChannel() || x.quantized().scale() <= 0) {
      throw step.unsupported(x.element() + " without a scale", "Convert the model again.");
    }
    step.emit(Unary.of(Unary.Kind.IDENTITY), x);
  }

  private static Value constant(Step step, Value x) throws Problem {
    if (!x.isConstant()) {
      throw step.unsupported(
          "reals that are quantised inside of the model",
          "Convert the whole model to int8, int16x8 or float32.");
    }
    ElementType element = step.outElement(0);
    float scale = (float) step.out(0).quantization().orElseThrow().scale();
    int zero = step.out(0).quantization().orElseThrow().zeroPoint();
    long[] integers = new long[x.floats().length];
    for (int i = 0; i < integers.length; i++) {
      double rounded = Math.floor(Math.abs(x.floats()[i] / scale) + 0.5);
      long value = (long) Math.copySign(rounded, x.floats()[i]) + zero;
      integers[i] = Math.max(element.min(), Math.min(element.max(), value));
    }
    return new Value(
        step.name(),
        element,
        x.shape(),
        step.out(0).quantization(),
        Optional.of(new Constant.Integers(integers)));
  }
}
