package dev.thimble.backend.avr;

import static dev.thimble.backend.avr.ByteScale.HALF;
import static dev.thimble.backend.avr.ByteScale.OFFSET;

import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ScaleRule;
import dev.thimble.kernel.sums.Thresholds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for the requantisation of a channel, form by form. Plans of one model, and of models that
 * differ little, ask for the same again and again: what was found is {@link FoundScales kept}.
 */
final class ScaleFinder {
  /** By how many sums a multiplier can be off between the first place and the last. */
  private static final int MOST_SUMS = 3;

  /** What all sums must be within. */
  private static final Interval SIGNED = new Interval(-OFFSET, OFFSET - 1);

  private final ScaleRule rule;
  private final long bias;
  private final Interval sums;
  private final Map<ScaleForm, Optional<ByteScale>> found;

  /** The places, once they are needed. */
  private Optional<Thresholds> places = Optional.empty();

  /** The places, moved by what sums begin with: many forms have the same. */
  private final Map<Long, Thresholds> moved = new HashMap<>();

  /**
   * For a channel.
   *
   * @param bias is in the rule's sums, but not in these
   * @param sums the range of the channel's sums without it
   */
  ScaleFinder(ScaleRule rule, long bias, Interval sums) {
    this.rule = rule;
    this.bias = bias;
    this.sums = sums;
    this.found = FoundScales.of(rule, bias, sums);
  }

  /** The same in the first of some forms that suits. */
  Optional<ByteScale> first(List<ScaleForm> forms) {
    return forms.stream().flatMap(form -> find(form).stream()).findFirst();
  }

  /**
   * Constants with which the result, less {@code rule.limits().low()}, comes out for every sum of
   * the range.
   */
  Optional<ByteScale> find(ScaleForm form) {
    // A search is short beside a conflict of two that look for the same.
    Optional<ByteScale> before = found.get(form);
    if (before == null) {
      before = search(form);
      found.put(form, before);
    }
    return before;
  }

  private Optional<ByteScale> search(ScaleForm form) {
    Thresholds all = places();
    for (long start : ScaleSearch.starts(all, form)) {
      if (fits(all.sums().plus(Interval.of(start)), form)) {
        Optional<ByteScale> scale = search(form, start);
        if (scale.isPresent()) {
          return scale;
        }
      }
    }
    return Optional.empty();
  }

  private Thresholds places() {
    if (places.isEmpty()) {
      Interval all = sums.plus(Interval.of(bias));
      places = Optional.of(Thresholds.of(rule, all).less(bias));
    }
    return places.get();
  }

  private static boolean fits(Interval sums, ScaleForm form) {
    return form.isWindow()
        ? SIGNED.contains(sums)
        : SIGNED.contains(sums.plus(Interval.of(-OFFSET)));
  }

  private Optional<ByteScale> search(ScaleForm form, long start) {
    Thresholds there = moved.computeIfAbsent(start, by -> places().less(-by));
    ScaleSearch search = new ScaleSearch(there, form, start);
    if (!search.isPossible()) {
      return Optional.empty();
    }
    long limit = 1L << 8 * form.multiplierBytes();
    for (long multiplier : rule.multipliers(form.bits(), neighbours(form))) {
      Optional<ByteScale> scale = multiplier < limit ? search.with(multiplier) : Optional.empty();
      if (scale.isPresent()) {
        return scale;
      }
    }
    return Optional.empty();
  }

  /**
   * How many multipliers can be right at all: one that is farther from the ratio is off by several
   * sums between the first place and the last.
   */
  private int neighbours(ScaleForm form) {
    long[] first = places().first();
    double span = first.length < 2 ? 1 : first[first.length - 1] - first[0];
    double most = MOST_SUMS * rule.ratio() * Math.pow(2, form.bits()) / Math.min(span, HALF) + 2;
    return 2 * (int) Math.min(ScaleForm.NEIGHBOURS, most) + 1;
  }
}
