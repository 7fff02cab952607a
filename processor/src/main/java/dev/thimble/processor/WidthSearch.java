package dev.thimble.processor;

import dev.thimble.diagnostic.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which layers get weights of 4 bits, so that all budgets hold at once and most is kept of the
 * network: none if 8 bits fit.
 *
 * <p>Each layer is tried alone, roughly; noise and needs are taken to add up. Sets of layers are
 * then gone through by their predicted noise, the quietest first, and those that should fit are
 * tried for good. Of the first few that do fit, the one with the most right answers is taken, and
 * of equals the one with the least noise. The order depends on nothing but the network and its
 * data.
 */
final class WidthSearch {
  private static final int MOST_SETS = 1 << 16;
  private static final int MOST_TRIALS = 24;
  private static final int FITTING = 3;

  /** Up to so many layers, all sets are tried. */
  private static final int FEW_LAYERS = 4;

  /** Sums of predictions err by a little. */
  private static final double SLACK = 1.03;

  /** Tries sets of layers. */
  interface Trials {
    /** The outcome with these layers narrow, by figures that are good enough to compare. */
    Outcome rough(Set<Integer> narrow) throws Problem;

    /** The outcome that the compilation would have. */
    Outcome exact(Set<Integer> narrow) throws Problem;
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
   * A set that was tried.
   *
   * @param narrow the layers with 4 bits
   */
  record Tried(Set<Integer> narrow, Outcome outcome) {
    Tried {
      narrow = Set.copyOf(narrow);
    }
  }

  /**
   * What was found.
   *
   * @param best the set to take; if nothing fits, the one that exceeds the least
   * @param tried all sets that were tried for good, in order
   */
  record Found(Tried best, List<Tried> tried) {
    Found {
      tried = List.copyOf(tried);
    }
  }

  /** A set of layers on the way, by indices into the order of noise. */
  private record Step(Set<Integer> layers, int last, double noise) {}

  private final int layers;
  private final double tolerance;
  private final Trials trials;
  private final Map<Set<Integer>, Tried> tried = new LinkedHashMap<>();

  private WidthSearch(int layers, double tolerance, Trials trials) {
    this.layers = layers;
    this.tolerance = tolerance;
    this.trials = trials;
  }

  /**
   * Searches among the sets of so many layers.
   *
   * @param tolerance accuracies that differ by no more say nothing about which set is better
   */
  static Found search(int layers, double tolerance, Trials trials) throws Problem {
    WidthSearch search = new WidthSearch(layers, tolerance, trials);
    Tried bytes = search.attempt(Set.of());
    if (!bytes.outcome().fits() && layers > 0) {
      search.narrow();
    }
    return new Found(search.best(), List.copyOf(search.tried.values()));
  }

  private void narrow() throws Problem {
    if (layers <= FEW_LAYERS) {
      for (int bits = 1; bits < 1 << layers; bits++) {
        Set<Integer> narrow = new TreeSet<>();
        for (int i = 0; i < layers; i++) {
          if ((bits >> i & 1) != 0) {
            narrow.add(i);
          }
        }
        attempt(narrow);
      }
      return;
    }
    Set<Integer> all = new TreeSet<>();
    for (int i = 0; i < layers; i++) {
      all.add(i);
    }
    attempt(all);
    promising();
  }

  /** By predicted noise: a set is followed by itself and one more, and by its last one replaced. */
  private void promising() throws Problem {
    Outcome bytes = trials.rough(Set.of());
    List<Outcome> alone = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      alone.add(trials.rough(Set.of(i)));
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble((Integer i) -> added(alone.get(i), bytes)));
    PriorityQueue<Step> queue = new PriorityQueue<>(Comparator.comparingDouble(Step::noise));
    queue.add(new Step(Set.of(order.get(0)), 0, added(alone.get(order.get(0)), bytes)));
    for (int sets = 0; sets < MOST_SETS && !queue.isEmpty() && goesOn(); sets++) {
      Step step = queue.remove();
      if (shouldFit(step.layers(), alone, bytes)) {
        attempt(step.layers());
      }
      if (step.last() + 1 < layers) {
        int next = order.get(step.last() + 1);
        double noise = added(alone.get(next), bytes);
        double without = step.noise() - added(alone.get(order.get(step.last())), bytes);
        queue.add(new Step(with(step.layers(), -1, next), step.last() + 1, step.noise() + noise));
        queue.add(
            new Step(
                with(step.layers(), order.get(step.last()), next),
                step.last() + 1,
                without + noise));
      }
    }
  }

  private boolean goesOn() {
    long fitting = tried.values().stream().filter(t -> t.outcome().fits()).count();
    return fitting < FITTING && tried.size() < MOST_TRIALS;
  }

  private static Set<Integer> with(Set<Integer> layers, int without, int layer) {
    Set<Integer> other = new HashSet<>(layers);
    other.remove(without);
    other.add(layer);
    return other;
  }

  private static double added(Outcome alone, Outcome bytes) {
    return Math.max(0, alone.noise() - bytes.noise());
  }

  private static boolean shouldFit(Set<Integer> narrow, List<Outcome> alone, Outcome bytes) {
    for (int u = 0; u < bytes.usages().size(); u++) {
      double usage = bytes.usages().get(u);
      for (int layer : narrow) {
        usage += alone.get(layer).usages().get(u) - bytes.usages().get(u);
      }
      if (usage > SLACK) {
        return false;
      }
    }
    return true;
  }

  private Tried attempt(Set<Integer> narrow) throws Problem {
    Tried known = tried.get(narrow);
    if (known != null) {
      return known;
    }
    Tried fresh = new Tried(narrow, trials.exact(narrow));
    tried.put(Set.copyOf(narrow), fresh);
    return fresh;
  }

  /** The least excess, then about the most right answers, then the least noise. */
  private Tried best() {
    double excess =
        tried.values().stream().mapToDouble(t -> t.outcome().excess()).min().orElseThrow();
    List<Tried> closest =
        tried.values().stream().filter(t -> t.outcome().excess() == excess).toList();
    double right = closest.stream().mapToDouble(t -> t.outcome().accuracy()).max().orElseThrow();
    return closest.stream()
        .filter(t -> t.outcome().accuracy() >= right - tolerance)
        .min(Comparator.comparingDouble(t -> t.outcome().noise()))
        .orElseThrow();
  }
}
