package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Value;

/** DEQUANTIZE of constants, which become reals; of computed integers it begins an island. */
final class DequantizeImporter implements OperatorImporter {
  @Override
  public void read(Step step) throws Problem {
    step.expect(1, 1, 1);
    Value x = step.input(0);
    if (step.outElement(0) != ElementType.FLOAT32
        || (!x.shape().equals(step.outShape()) && !step.out(0).open())) {
      throw step.broken("it turns " + x.shape() + " into " + step.out(0).shown());
    }
    if (x.element() == ElementType.FLOAT32) {
      step.bind(0, x);
    } else if (x.quantization().isEmpty()) {
      throw step.unsupported(x.element() + " without a scale", "Convert the model again.");
    } else if (x.isConstant()) {
      step.bind(0, step.assembly().numbers().real(step, x));
    } else {
      boolean unsigned = x.element() == ElementType.UINT8 && !x.quantized().perChannel();
      step.assembly()
          .islands()
          .begin(step, unsigned ? x : step.assembly().numbers().activation(step, x));
    }
  }
}
