package dev.thimble.processor;

import dev.thimble.diagnostic.Problem;
import dev.thimble.quantize.Equalise;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.quantize.StepQuality;
import dev.thimble.quantize.Widths;
import dev.thimble.resolve.ResolvedModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries widths of layers by building the model with them. Channels are equalised, too, where a
 * build keeps all its limits but that of accuracy, and for the widths that are taken in the end.
 */
final class WidthTrials implements WidthSearch.Trials {
  /** Samples that tell layers apart. */
  static final int FEW_SAMPLES = 32;

  private final Attempts attempts;
  private final ResolvedModel model;
  private final List<String> layers;
  private final double tolerance;
  private final Map<List<Integer>, Trial> known = new HashMap<>();

  /**
   * Trials.
   *
   * @param layers whose widths are tried
   * @param tolerance accuracies that differ by no more are equal
   */
  WidthTrials(Attempts attempts, ResolvedModel model, List<String> layers, double tolerance) {
    this.attempts = attempts;
    this.model = model;
    this.layers = List.copyOf(layers);
    this.tolerance = tolerance;
  }

  /**
   * A build that was tried.
   *
   * @param equalised what was
   */
  record Trial(Build build, Equalise equalised) {
    /** What it needs, and how well it does. */
    WidthSearch.Outcome outcome() {
      return new WidthSearch.Outcome(
          Attempts.usages(build),
          build.accuracy().map(Accuracy::integer).orElse(0.0),
          noise(build));
    }
  }

  @Override
  public WidthSearch.Outcome rough(List<Integer> bits) throws Problem {
    QuantizerOptions few = options(bits).withSamples(2 * FEW_SAMPLES, FEW_SAMPLES);
    return new Trial(attempts.build(model, few, false), Equalise.NOTHING).outcome();
  }

  @Override
  public WidthSearch.Outcome exact(List<Integer> bits) throws Problem {
    if (!known.containsKey(bits)) {
      add(bits, attempts.build(model, options(bits), true));
    }
    return trial(bits).outcome();
  }

  /** Takes a plain build that was made already. */
  void add(List<Integer> bits, Build build) throws Problem {
    Trial plain = new Trial(build, Equalise.NOTHING);
    boolean wrong = !Attempts.fits(build) && Attempts.fitsButForAccuracy(build);
    known.put(List.copyOf(bits), wrong ? better(plain, bits) : plain);
  }

  /** What widths that were tried for good come to, at best. */
  Trial best(List<Integer> bits) throws Problem {
    Trial done = trial(bits);
    return done.equalised() == Equalise.NOTHING ? better(done, bits) : done;
  }

  private Trial trial(List<Integer> bits) {
    return Optional.ofNullable(known.get(bits))
        .orElseThrow(() -> new IllegalArgumentException(bits + " were not tried"));
  }

  private Trial better(Trial plain, List<Integer> bits) throws Problem {
    List<Trial> trials = new ArrayList<>(List.of(plain));
    for (Equalise what : List.of(Equalise.CHANNELS, Equalise.CHANNELS_AND_FEATURES)) {
      trials.add(new Trial(attempts.build(model, options(bits).with(what), true), what));
    }
    return WidthSearch.best(trials, Trial::outcome, tolerance);
  }

  private QuantizerOptions options(List<Integer> bits) {
    Widths widths = Precisions.of(model.declaration()).widths();
    for (int i = 0; i < layers.size(); i++) {
      widths = widths.with(layers.get(i), bits.get(i));
    }
    return QuantizerOptions.defaults().withWidths(widths);
  }

  /** Noise of the last result that is measured, as a share of its power. */
  static double noise(Build build) {
    List<StepQuality> qualities =
        build.graphs().quantised().map(q -> q.qualities()).orElse(List.of());
    double decibels = qualities.isEmpty() ? 0 : qualities.get(qualities.size() - 1).decibels();
    return Math.pow(10, -decibels / 10);
  }
}
