package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.graph.ShapeException;
import dev.thimble.signal.SpectrumTables;
import java.util.List;

/** {@code @Fft}, {@code @Magnitude}, {@code @Power}, {@code @Filterbank} and {@code @Log}. */
final class SpectralStep implements StepResolver {
  private static final List<String> ALL = List.of("Fft", "Magnitude", "Power", "Filterbank", "Log");

  /** Whether steps of that annotation take blocks with their scaling. */
  static boolean takesBlocks(String annotation) {
    return ALL.contains(annotation);
  }

  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Spectra spectra = new Spectra(step);
    String name = step.name();
    Block block =
        switch (step.values().type()) {
          case "Fft" -> spectra.bins(name, given(step, "@Frame", Block.Stage.FRAME));
          case "Magnitude" -> spectra.magnitude(name, given(step, "@Fft", Block.Stage.BINS));
          case "Power" -> spectra.power(name, given(step, "@Fft", Block.Stage.BINS));
          case "Filterbank" -> bands(step, spectra);
          default -> logarithm(step, spectra);
        };
    step.model().blocks().put(name, block);
    return Flow.of(name, step.graph().find(name).shape());
  }

  /** What a step reads; anything else is reported. */
  static Block given(StepContext step, String takes, Block.Stage... stages) throws StepFailure {
    Block block = step.model().blocks().get(step.input().value());
    if (block == null || !List.of(stages).contains(block.stage())) {
      step.report(
          step.values().place(),
          ShapeMessage.TM1223_NO_WINDOW,
          step.values().type(),
          step.sources().get(0),
          takes);
      throw new StepFailure();
    }
    return block;
  }

  private static Block bands(StepContext step, Spectra spectra) throws ShapeException, StepFailure {
    Block power = given(step, "@Power", Block.Stage.POWER);
    boolean mel = step.values().text("scale").orElse("MEL").equals("MEL");
    return spectra.bands(step.name(), power, triangles(step, power.rate(), power.points(), 1, mel));
  }

  /** The bands that a step's members say. */
  static SpectrumTables.Triangles triangles(
      StepContext step, double rate, int points, int otherwise, boolean mel) throws StepFailure {
    AnnotationValues values = step.values();
    int bands = values.integer("bands").orElse((long) otherwise).intValue();
    Cut.Band band = Cut.band(step, rate, 0, rate / 2);
    SpectrumTables.Triangles triangles =
        SpectrumTables.triangles(bands, rate / points, band.low(), band.high(), mel);
    if (triangles.empty() >= 0) {
      throw Cut.limit(
          step,
          "bands",
          bands,
          "bins of " + rate / points + " Hz",
          "band " + triangles.empty() + " has none; use fewer bands or more points");
    }
    return triangles;
  }

  private static Block logarithm(StepContext step, Spectra spectra)
      throws ShapeException, StepFailure {
    return spectra.logarithm(
        step.name(),
        given(
            step,
            "@Filterbank, @Power or @Magnitude",
            Block.Stage.BANDS,
            Block.Stage.POWER,
            Block.Stage.MAGNITUDE));
  }
}
