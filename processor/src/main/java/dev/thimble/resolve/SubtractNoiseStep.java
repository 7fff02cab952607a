package dev.thimble.resolve;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.NoiseSubtraction;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.List;
import java.util.Optional;

/** {@code @SubtractNoise}: the time as a share of a frame. */
final class SubtractNoiseStep implements StepResolver {
  private static final double MILLIS = 1000;

  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Block given =
        SpectralStep.given(step, "@Power or @Filterbank", Block.Stage.POWER, Block.Stage.BANDS);
    double frames =
        step.values().number("millis").orElse(1.0)
            / MILLIS
            * step.model().signals().get(0).runsPerSecond();
    NoiseSubtraction subtraction =
        new NoiseSubtraction(
            Coefficients.of(-StrictMath.expm1(-1 / frames)),
            Coefficients.of(step.values().number("floor").orElse(0.05)));
    Quantization scale = step.graph().find(given.value()).quantized();
    Value result =
        new History(step)
            .node(
                subtraction,
                List.of(given.value()),
                List.of(
                    new History.Result(step.name(), ElementType.INT32, Optional.of(scale)),
                    History.Result.of(step.fresh("noise"), ElementType.INT32)));
    step.model().blocks().put(step.name(), given.to(step.name(), given.stage(), given.unit()));
    return Flow.of(step.name(), result.shape());
  }
}
