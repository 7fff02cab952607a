package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** REDUCE_PROD of integers that are known before anything runs: how many elements a shape has. */
final class ShapeProductImporter implements OperatorImporter {
  @Override
  public void read(Step step) throws Problem {
    step.expect(2, 2, 1);
    Value x = step.input(0);
    if (!x.isConstant() || !x.element().isInteger() || x.quantization().isPresent()) {
      throw step.unsupported("a product along an axis of what is computed", "Multiply instead.");
    }
    List<Integer> axes = step.axes(1, x.shape().rank());
    Shape kept = x.shape();
    for (int axis : axes) {
      kept = kept.with(axis, 1);
    }
    long[] products = new long[kept.size()];
    Arrays.fill(products, 1);
    for (int i = 0; i < x.integers().length; i++) {
      products[place(x.shape(), kept, i)] *= x.integers()[i];
    }
    Constant data = new Constant.Integers(products);
    step.bind(
        0, new Value(step.name(), step.outElement(0), kept, Optional.empty(), Optional.of(data)));
  }

  private static int place(Shape from, Shape to, int index) {
    int place = 0;
    for (int axis = 0; axis < from.rank(); axis++) {
      int at = index / from.stride(axis) % from.extent(axis);
      place += to.extent(axis) == 1 ? 0 : at * to.stride(axis);
    }
    return place;
  }
}
