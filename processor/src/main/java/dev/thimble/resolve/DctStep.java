package dev.thimble.resolve;

import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.signal.SpectrumTables;

/** {@code @Dct}, and {@code @Mfcc}, which is all from the frame to it. */
final class DctStep implements StepResolver {
  private static final int BANDS = 40;
  private static final long COEFFICIENTS = 13;

  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    boolean all = step.values().type().equals("Mfcc");
    Block logarithms = all ? logarithms(step) : SpectralStep.given(step, "@Log", Block.Stage.LOG);
    int bands = step.graph().find(logarithms.value()).shape().size();
    int wanted = step.values().integer("coefficients").orElse(COEFFICIENTS).intValue();
    if (wanted > bands) {
      throw Cut.limit(
          step, "coefficients", wanted, bands + " bands", "write " + bands + " or less");
    }
    Value result = new Spectra(step).cosines(step.name(), logarithms, wanted);
    return Flow.of(step.name(), result.shape());
  }

  private static Block logarithms(StepContext step) throws ShapeException, StepFailure {
    Block frame = FrameStep.frame(step, step.fresh("frame"));
    SpectrumTables.Triangles triangles =
        SpectralStep.triangles(step, frame.rate(), frame.points(), BANDS, true);
    Spectra spectra = new Spectra(step);
    Block bins = spectra.bins(step.fresh("bins"), frame);
    Block power = spectra.power(step.fresh("power"), bins);
    Block bands = spectra.bands(step.fresh("bands"), power, triangles);
    return spectra.logarithm(step.fresh("log"), bands);
  }
}
