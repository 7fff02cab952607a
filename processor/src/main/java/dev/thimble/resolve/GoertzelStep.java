package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Goertzel;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.signal.ToneDesign;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code @Goertzel}: tones that are proven to fit 32 bits. */
final class GoertzelStep implements StepResolver {
  private static final int MOST_TONES = 32;

  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Stream sound = Cut.single(step);
    Frames frames = Frames.of(step.values(), sound.rate());
    Cut.checkHop(step, frames, "blocks");
    List<Goertzel.Tone> tones = new ArrayList<>();
    for (double hertz : hertz(step)) {
      tones.add(tone(step, hertz, sound.rate(), frames.size()));
    }
    String block = step.fresh("block");
    Value given = Cut.window(step, block, sound, frames);
    Value amplitudes =
        new History(step)
            .node(
                new Goertzel(tones, frames.size()),
                List.of(block),
                List.of(new History.Result(step.name(), ElementType.INT16, given.quantization())));
    return Flow.of(step.name(), amplitudes.shape());
  }

  private static List<Double> hertz(StepContext step) throws StepFailure {
    List<Double> hertz = step.values().numbers("hz").orElse(List.of());
    if (hertz.isEmpty() || hertz.size() > MOST_TONES) {
      step.report(
          step.values().placeOf("hz"),
          LanguageMessage.TM1019_EXTENTS,
          "hz",
          hertz.size(),
          "1 to " + MOST_TONES);
      throw new StepFailure();
    }
    return hertz;
  }

  private static Goertzel.Tone tone(StepContext step, double hertz, double rate, int size)
      throws StepFailure {
    AnnotationValues values = step.values();
    boolean between = hertz > 0 && hertz < rate / 2;
    Optional<ToneDesign> design =
        between ? ToneDesign.of(hertz, rate, size, Goertzel.LIMIT) : Optional.empty();
    if (design.isEmpty()) {
      String advice =
          between
              ? "so low a tone in so long a block does not fit 32 bits; @Decimate first"
              : "tones lie above 0 and below " + rate / 2;
      throw Cut.limit(step, "hz", hertz, "a rate of " + rate + " Hz", advice);
    }
    ToneDesign tone = design.get();
    return new Goertzel.Tone(
        tone.sign(),
        Coefficients.of(tone.k()),
        Coefficients.of(tone.cosine()),
        Coefficients.of(tone.sine()),
        tone.up());
  }
}
