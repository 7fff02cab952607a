package dev.thimble.processor;

import dev.thimble.diagnostic.Problem;
import dev.thimble.quantize.Widths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What choices of widths should come to, if what each layer's width changes adds up. Iterates over
 * the choices by their noise, the least first, as far as a search goes.
 */
final class WidthPrediction implements Iterable<List<Integer>> {
  private static final int MOST_CHOICES = 1 << 16;

  /** A width of a layer, and what it changes. */
  private record Option(int bits, WidthSearch.Outcome outcome, double noise) {}

  /**
   * A choice on the way, by the places of its options.
   *
   * @param last the layer whose option was changed last; only those from it on are changed next, so
   *     that nothing comes twice
   */
  private record Step(List<Integer> places, int last, double noise) {}

  private final WidthSearch.Outcome bytes;

  /** Each layer's options, the quietest first. */
  private final List<List<Option>> options;

  private WidthPrediction(WidthSearch.Outcome bytes, List<List<Option>> options) {
    this.bytes = bytes;
    this.options = options;
  }

  /** Tries each width of each layer alone. */
  static WidthPrediction of(int layers, List<Integer> widths, WidthSearch.Trials trials)
      throws Problem {
    List<Integer> all = Collections.nCopies(layers, Widths.BYTE);
    WidthSearch.Outcome bytes = trials.rough(all);
    List<List<Option>> options = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      List<Option> own = new ArrayList<>();
      for (int bits : widths) {
        List<Integer> alone = new ArrayList<>(all);
        alone.set(layer, bits);
        WidthSearch.Outcome outcome = bits == Widths.BYTE ? bytes : trials.rough(alone);
        double added = outcome.noise() - bytes.noise();
        own.add(new Option(bits, outcome, bits < Widths.BYTE ? Math.max(0, added) : added));
      }
      own.sort(Comparator.comparingDouble(Option::noise));
      options.add(own);
    }
    return new WidthPrediction(bytes, options);
  }

  /** What should be needed of the tightest limit, as a share of it. */
  double usage(List<Integer> widths) {
    double most = 0;
    for (int u = 0; u < bytes.usages().size(); u++) {
      double usage = bytes.usages().get(u);
      for (int layer = 0; layer < widths.size(); layer++) {
        usage += option(layer, widths.get(layer)).usages().get(u) - bytes.usages().get(u);
      }
      most = Math.max(most, usage);
    }
    return most;
  }

  private WidthSearch.Outcome option(int layer, int bits) {
    return options.get(layer).stream()
        .filter(option -> option.bits() == bits)
        .findFirst()
        .orElseThrow()
        .outcome();
  }

  @Override
  public Iterator<List<Integer>> iterator() {
    PriorityQueue<Step> queue = new PriorityQueue<>(Comparator.comparingDouble(Step::noise));
    List<Integer> quietest = Collections.nCopies(options.size(), 0);
    queue.add(new Step(quietest, 0, 0));
    return new Iterator<>() {
      private int given;

      @Override
      public boolean hasNext() {
        return given < MOST_CHOICES && !queue.isEmpty();
      }

      @Override
      public List<Integer> next() {
        Step step = queue.remove();
        given++;
        for (int layer = step.last(); layer < options.size(); layer++) {
          louder(step, layer, queue);
        }
        return widths(step.places());
      }
    };
  }

  /** The next option of a layer. */
  private void louder(Step step, int layer, PriorityQueue<Step> queue) {
    int place = step.places().get(layer);
    List<Option> own = options.get(layer);
    if (place + 1 < own.size()) {
      List<Integer> places = new ArrayList<>(step.places());
      places.set(layer, place + 1);
      double more = own.get(place + 1).noise() - own.get(place).noise();
      queue.add(new Step(places, layer, step.noise() + more));
    }
  }

  private List<Integer> widths(List<Integer> places) {
    List<Integer> widths = new ArrayList<>();
    for (int layer = 0; layer < places.size(); layer++) {
      widths.add(options.get(layer).get(places.get(layer)).bits());
    }
    return widths;
  }
}
