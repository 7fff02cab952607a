package dev.thimble.resolve;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pixels;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import java.util.List;
import java.util.Optional;

/**
 * {@code @Grey}: 38 parts of red, 75 of green and 15 of blue of 128, which is BT.601's weighing to
 * half a part. On pixels the exact integers; behind reals a layer like others.
 */
final class GreyStep implements StepResolver {
  private static final long[] PARTS = {38, 75, 15};
  private static final int WHOLE_BITS = 7;
  private static final Shape WEIGHTS = Shape.of(1, 1, 1, 3);
  private static final Conv2d SUM =
      new Conv2d(WindowSpec.of(1, 1, 1, 1, WindowSpec.Padding.VALID), Activation.NONE);

  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Shape picture = Pictures.picture(step.input());
    if (picture.extent(2) != PARTS.length) {
      throw new ShapeException("expected height x width x 3, got " + picture);
    }
    String x = step.input().value();
    if (step.graph().find(x).element() == ElementType.FLOAT32) {
      float[] shares = new float[PARTS.length];
      for (int i = 0; i < shares.length; i++) {
        shares[i] = PARTS[i] / (float) (1 << WHOLE_BITS);
      }
      String weights = step.constant("weight", WEIGHTS, Optional.of(shares));
      return step.node(step.name(), SUM, List.of(x, weights));
    }
    String weights = step.fresh("weight");
    Shape grey = picture.with(2, 1);
    Arithmetic.Range range = new Arithmetic.Range(-128, -128, 127);
    Arithmetic rule =
        new Arithmetic.Scaled(
            range.zeroPoint(),
            0,
            List.of(new Arithmetic.Ratio(1, WHOLE_BITS)),
            Arithmetic.Rounding.SINGLE,
            range);
    step.graph()
        .value(Value.integers(weights, ElementType.INT8, WEIGHTS, PARTS))
        .value(Value.quantized(step.name(), ElementType.INT8, grey, Pixels.MEANING))
        .node(Node.of(step.name(), SUM, x, weights).with(rule));
    return Flow.of(step.name(), grey);
  }
}
