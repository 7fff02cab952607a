package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.graph.AudioLevels;
import dev.thimble.graph.AudioWindow;
import dev.thimble.graph.BandAmplitudes;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.RealFft;
import dev.thimble.graph.ShapeException;
import dev.thimble.signal.FrontendTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code @MicroFrontend}: a window over the sound and TensorFlow Lite's stages behind it. */
final class MicroFrontendStep implements StepResolver {
  private static final int MOST_POINTS = 2048;
  private static final int LEAST_POINTS = 16;

  /** How much a frame counts in the noise estimate of even and of odd bands. */
  private static final List<Integer> SMOOTHING = List.of(409, 983);

  /** Steps of 1/64 of a natural logarithm in 1/25.6. */
  private static final Quantization LEVELS = Quantization.perTensor(0.0390625, 0);

  /** What the bytes of the Signal library stand for: 256 of them for 666 levels. */
  private static final Quantization BYTES =
      Quantization.perTensor(0.0390625 * 666 / 256, Byte.MIN_VALUE);

  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    AnnotationValues values = step.values();
    Stream sound = step.model().streams().get(step.input().value());
    if (sound == null || !sound.sound()) {
      throw Cut.notSamples(step, "sound");
    }
    int rate = (int) sound.rate();
    Frames frames = Frames.of(values, rate);
    Cut.Band band = check(step, rate, frames);
    int points = Math.max(LEAST_POINTS, Integer.highestOneBit(2 * frames.size() - 1));
    boolean micro = values.text("profile").orElse("MICRO").equals("MICRO");
    FrontendTables tables = new FrontendTables(micro);
    History history = new History(step);
    String window = step.fresh("window");
    Cut.window(step, window, sound, frames);
    String weighed = step.fresh("weighed");
    String shift = step.fresh("shift");
    history.node(
        new AudioWindow(tables.window(frames.size()), points, !micro),
        List.of(window),
        List.of(
            History.Result.of(weighed, ElementType.INT16),
            History.Result.of(shift, ElementType.INT8)));
    String bins = step.fresh("bins");
    history.node(
        new RealFft(), List.of(weighed), List.of(History.Result.of(bins, ElementType.INT16)));
    String bands = step.fresh("bands");
    history.node(
        bank(values, tables, rate, points, band),
        List.of(bins, shift),
        List.of(History.Result.of(bands, ElementType.INT32)));
    return levels(step, tables, micro, bands);
  }

  private static Cut.Band check(StepContext step, int rate, Frames frames) throws StepFailure {
    AnnotationValues values = step.values();
    Cut.Band band = Cut.band(step, rate, 125, 7500);
    if (frames.size() > MOST_POINTS || frames.size() < LEAST_POINTS) {
      String samples = frames.size() + " samples at " + rate + " Hz";
      String most = "the window has " + LEAST_POINTS + " to " + MOST_POINTS + " samples";
      throw Cut.limit(
          step, "windowMillis", values.integer("windowMillis").orElse(30L), samples, most);
    }
    if (frames.hop() > frames.size()) {
      String window = "windows of " + frames.size() + " samples";
      throw Cut.limit(
          step, "hopMillis", values.integer("hopMillis").orElse(20L), window, "hop less");
    }
    return band;
  }

  private static BandAmplitudes bank(
      AnnotationValues values, FrontendTables tables, int rate, int points, Cut.Band band) {
    FrontendTables.Bands bands =
        tables.bands(
            rate, points, values.integer("bands").orElse(40L).intValue(), band.low(), band.high());
    return new BandAmplitudes(bands.starts(), bands.weights(), bands.rests());
  }

  private static Flow levels(StepContext step, FrontendTables tables, boolean micro, String bands)
      throws ShapeException {
    int count = step.graph().find(bands).shape().size();
    List<Integer> smoothing = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      smoothing.add(SMOOTHING.get(i % SMOOTHING.size()));
    }
    AudioLevels levels =
        new AudioLevels(smoothing, tables.gains(), FrontendTables.logarithms(), !micro);
    ElementType element = micro ? ElementType.INT16 : ElementType.INT8;
    Optional<Quantization> scale = Optional.of(micro ? LEVELS : BYTES);
    new History(step)
        .node(
            levels,
            List.of(bands),
            List.of(
                new History.Result(step.name(), element, scale),
                History.Result.of(step.fresh("noise"), ElementType.INT32)));
    return Flow.of(step.name(), step.graph().find(step.name()).shape());
  }
}
