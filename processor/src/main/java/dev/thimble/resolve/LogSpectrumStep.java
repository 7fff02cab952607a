package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.graph.BandLevels;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.FrameWindow;
import dev.thimble.graph.HalvingFft;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.ShapeException;
import dev.thimble.signal.SpectrumTables;
import java.util.List;
import java.util.Optional;

/** {@code @LogSpectrum}: frames, transform, energies, logarithm. */
final class LogSpectrumStep implements StepResolver {
  /** A step of the logarithm, 1/64 of a factor of two, in decibels. */
  private static final Quantization DECIBELS =
      Quantization.perTensor(10 * StrictMath.log10(2) / 64, 0);

  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    AnnotationValues values = step.values();
    Stream sound = Cut.single(step);
    double rate = sound.rate();
    Frames frames = Frames.of(values, rate);
    List<Integer> starts = starts(step, rate, frames);
    History history = new History(step);
    String window = step.fresh("window");
    Cut.window(step, window, sound, frames);
    String weighed = step.fresh("weighed");
    String shift = step.fresh("shift");
    history.node(
        new FrameWindow(SpectrumTables.hann(frames.size(), FrameWindow.MOST), frames.size()),
        List.of(window),
        List.of(
            History.Result.of(weighed, ElementType.INT16),
            History.Result.of(shift, ElementType.INT8)));
    String bins = step.fresh("bins");
    history.node(
        new HalvingFft(false),
        List.of(weighed),
        List.of(History.Result.of(bins, ElementType.INT16)));
    history.node(
        new BandLevels(starts, SpectrumTables.mantissas()),
        List.of(bins, shift),
        List.of(new History.Result(step.name(), ElementType.INT16, Optional.of(DECIBELS))));
    return Flow.of(step.name(), step.graph().find(step.name()).shape());
  }

  private static List<Integer> starts(StepContext step, double rate, Frames frames)
      throws StepFailure {
    AnnotationValues values = step.values();
    int bands = values.integer("bands").orElse(1L).intValue();
    if (Integer.bitCount(frames.size()) != 1) {
      int next = Integer.highestOneBit(2 * frames.size() - 1);
      throw Cut.limit(
          step, "size", frames.size(), "a transform", "write a power of two, such as " + next);
    }
    Cut.checkHop(step, frames, "frames");
    Cut.Band band = Cut.band(step, rate, 0, rate / 2);
    boolean mel = values.text("scale").orElse("LINEAR").equals("MEL");
    List<Integer> starts =
        SpectrumTables.starts(bands, rate / frames.size(), band.low(), band.high(), mel);
    for (int i = 0; i < bands; i++) {
      if (starts.get(i).equals(starts.get(i + 1))) {
        String bins = "bins of " + rate / frames.size() + " Hz";
        throw Cut.limit(
            step,
            "bands",
            bands,
            bins,
            "band " + i + " has none; use fewer bands or a larger size");
      }
    }
    return starts;
  }
}
