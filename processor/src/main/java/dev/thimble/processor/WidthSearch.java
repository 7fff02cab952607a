package dev.thimble.processor;

import dev.thimble.diagnostic.Problem;
import dev.thimble.quantize.Widths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Which widths layers get, so that all budgets hold at once and most is kept of the network: 8 bits
 * if these fit, else 4 for some, and 16 only where no such choice fits.
 *
 * <p>Each layer is tried alone, roughly; noise and needs are taken to add up. Choices are then gone
 * through by their predicted noise, the quietest first, and those that should fit are tried for
 * good. Of the first few that do fit, the one with the most right answers is taken, and of equals
 * the one with the least noise. The order depends on nothing but the network and its data.
 */
final class WidthSearch {
  private static final int MOST_TRIALS = 24;
  private static final int FITTING = 3;

  /** Sums of predictions err by a little. */
  private static final double SLACK = 1.03;

  /** So many of those that should exceed a limit by no more than that. */
  private static final int MOST_DOUBTFUL = 10;

  /** Up to so many choices, all are tried. */
  private static final int FEW_CHOICES = 16;

  private static final List<Integer> NARROW = List.of(Widths.BYTE, Widths.HALF);
  private static final List<Integer> ALL = List.of(Widths.WORD, Widths.BYTE, Widths.HALF);

  /** Tries widths, one for each layer. */
  interface Trials {
    /** The outcome by figures that are good enough to compare. */
    Outcome rough(List<Integer> widths) throws Problem;

    /** The outcome that the compilation would have. */
    Outcome exact(List<Integer> widths) throws Problem;
  }

  /**
   * What came of a trial.
   *
   * @param usages what is needed of each limit, as a share of it
   * @param accuracy share of right answers; 0 where there are no labels
   * @param noise of the last result, as a share of its power
   */
  record Outcome(List<Double> usages, double accuracy, double noise) {
    Outcome {
      usages = List.copyOf(usages);
    }

    boolean fits() {
      return excess() == 0;
    }

    /** By how much limits are exceeded in all. */
    double excess() {
      return usages.stream().mapToDouble(u -> Math.max(0, u - 1)).sum();
    }
  }

  /**
   * Widths that were tried.
   *
   * @param widths bits of each layer
   */
  record Tried(List<Integer> widths, Outcome outcome) {
    Tried {
      widths = List.copyOf(widths);
    }

    /** The layers of that width. */
    List<Integer> layers(int bits) {
      return IntStream.range(0, widths.size()).filter(i -> widths.get(i) == bits).boxed().toList();
    }
  }

  /**
   * What was found.
   *
   * @param best the widths to take; if nothing fits, those that exceed the least
   * @param tried all that were tried for good, in order
   */
  record Found(Tried best, List<Tried> tried) {
    Found {
      tried = List.copyOf(tried);
    }
  }

  private final int layers;
  private final double tolerance;
  private final Trials trials;
  private final Map<List<Integer>, Tried> tried = new LinkedHashMap<>();

  private WidthSearch(int layers, double tolerance, Trials trials) {
    this.layers = layers;
    this.tolerance = tolerance;
    this.trials = trials;
  }

  /**
   * Searches among the widths of so many layers.
   *
   * @param tolerance accuracies that differ by no more say nothing about which choice is better
   * @param wide whether 16 bits may help where nothing else fits: with a budget of accuracy
   */
  static Found search(int layers, double tolerance, boolean wide, Trials trials) throws Problem {
    WidthSearch search = new WidthSearch(layers, tolerance, trials);
    Tried bytes = search.attempt(search.all(Widths.BYTE));
    if (!bytes.outcome().fits() && layers > 0) {
      search.among(NARROW);
      if (wide && !search.best().outcome().fits()) {
        search.among(ALL);
      }
    }
    return new Found(search.best(), List.copyOf(search.tried.values()));
  }

  private List<Integer> all(int bits) {
    return Collections.nCopies(layers, bits);
  }

  private void among(List<Integer> options) throws Problem {
    if (Math.pow(options.size(), layers) <= FEW_CHOICES) {
      for (List<Integer> widths : choices(options)) {
        attempt(widths);
      }
      return;
    }
    attempt(all(options.get(0)));
    attempt(all(options.get(options.size() - 1)));
    promising(options);
  }

  private List<List<Integer>> choices(List<Integer> options) {
    List<List<Integer>> choices = List.of(List.of());
    for (int i = 0; i < layers; i++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> choice : choices) {
        for (int bits : options) {
          List<Integer> widths = new ArrayList<>(choice);
          widths.add(bits);
          longer.add(widths);
        }
      }
      choices = longer;
    }
    return choices;
  }

  /** By predicted noise, the least first. */
  private void promising(List<Integer> options) throws Problem {
    WidthPrediction prediction = WidthPrediction.of(layers, options, trials);
    int before = tried.size();
    int doubtful = 0;
    for (List<Integer> widths : prediction) {
      long fitting = tried.values().stream().filter(t -> t.outcome().fits()).count();
      if (fitting >= FITTING || tried.size() - before >= MOST_TRIALS) {
        return;
      }
      double usage = prediction.usage(widths);
      if (usage > SLACK || (usage > 1 && doubtful >= MOST_DOUBTFUL)) {
        continue;
      }
      doubtful += usage > 1 ? 1 : 0;
      attempt(widths);
    }
  }

  private Tried attempt(List<Integer> widths) throws Problem {
    Tried known = tried.get(widths);
    if (known != null) {
      return known;
    }
    Tried fresh = new Tried(widths, trials.exact(widths));
    tried.put(List.copyOf(widths), fresh);
    return fresh;
  }

  private Tried best() {
    return best(List.copyOf(tried.values()), Tried::outcome, tolerance);
  }

  /**
   * The least excess, then about the most right answers, then the least noise.
   *
   * @param tolerance accuracies that differ by no more are equal
   */
  static <T> T best(List<T> tried, Function<T, Outcome> outcome, double tolerance) {
    double excess = tried.stream().mapToDouble(t -> outcome.apply(t).excess()).min().orElseThrow();
    List<T> closest = tried.stream().filter(t -> outcome.apply(t).excess() == excess).toList();
    double right =
        closest.stream().mapToDouble(t -> outcome.apply(t).accuracy()).max().orElseThrow();
    return closest.stream()
        .filter(t -> outcome.apply(t).accuracy() >= right - tolerance)
        .min(Comparator.comparingDouble(t -> outcome.apply(t).noise()))
        .orElseThrow();
  }
}
