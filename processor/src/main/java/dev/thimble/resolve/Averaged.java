package dev.thimble.resolve;

import dev.thimble.graph.Coefficient;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.ShapeException;
import java.util.List;
import java.util.Optional;

/**
 * A step that looks at what energies were on average over {@code millis}.
 *
 * @param energies what it reads
 * @param rate how much a frame counts
 */
record Averaged(StepContext step, Block energies, Coefficient rate) {
  static Averaged of(StepContext step) throws StepFailure {
    Block energies =
        SpectralStep.given(step, "@Power or @Filterbank", Block.Stage.POWER, Block.Stage.BANDS);
    double runs = step.model().signals().get(0).runsPerSecond();
    return new Averaged(
        step, energies, Coefficients.average(step.values().number("millis").orElse(1.0), runs));
  }

  /**
   * Energies again, beside the averages that are kept.
   *
   * @param unit root of what a step of the result stands for
   */
  Flow result(Operator operator, String kept, double unit) throws ShapeException {
    String name = step.name();
    Optional<Quantization> scale = Optional.of(Quantization.perTensor(unit * unit, 0));
    new History(step)
        .node(
            operator,
            List.of(energies.value()),
            List.of(
                new History.Result(name, ElementType.INT32, scale),
                History.Result.of(step.fresh(kept), ElementType.INT32)));
    step.model().blocks().put(name, energies.to(name, energies.stage(), unit));
    return Flow.of(name, step.graph().find(name).shape());
  }
}
