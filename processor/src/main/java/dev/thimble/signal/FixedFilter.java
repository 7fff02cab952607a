package dev.thimble.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A filter in integers of 32 bits, with the proof that no 16-bit input makes any of its numbers
 * overflow and the most that rounding adds.
 *
 * @param sections one after the other
 * @param limits the size that the states of each section, and what comes into it, stay within
 * @param fraction bits behind the point of a sample's step
 * @param error the most that the result differs from that of reals with the same factors, in steps,
 *     before it is rounded to one
 */
public record FixedFilter(
    List<FixedSection> sections, List<Integer> limits, int fraction, double error) {
  private static final int MOST_FRACTION = 12;
  private static final double MOST_ERROR = 1.5;
  private static final double LOUDEST = 1 << 15;
  private static final double STATES = 1 << 28;

  /** Copies the lists. */
  public FixedFilter {
    sections = List.copyOf(sections);
    limits = List.copyOf(limits);
  }

  /** With as many bits behind the point as its largest numbers allow; empty where it errs more. */
  public static Optional<FixedFilter> of(List<Section> designed) {
    List<FixedSection> sections = designed.stream().map(FixedSection::of).toList();
    List<Reach> reaches = sections.stream().map(Reach::of).toList();
    for (int fraction = MOST_FRACTION; fraction >= 0; fraction--) {
      Optional<FixedFilter> found = with(sections, reaches, fraction);
      if (found.isPresent()) {
        return found.filter(filter -> filter.error <= MOST_ERROR);
      }
    }
    return Optional.empty();
  }

  /** What impulses at each place do to a section. */
  private record Reach(Impulse input, Impulse band, Impulse low) {
    static Reach of(FixedSection section) {
      return new Reach(
          Impulse.of(section, Impulse.At.INPUT),
          Impulse.of(section, Impulse.At.BAND),
          Impulse.of(section, Impulse.At.LOW));
    }
  }

  /** Each product rounds down by less than a step of the states. */
  private static Optional<FixedFilter> with(
      List<FixedSection> sections, List<Reach> reaches, int fraction) {
    double step = Math.scalb(1.0, -fraction);
    double loudest = LOUDEST;
    double error = 0;
    List<Integer> limits = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      FixedSection section = sections.get(i);
      Reach reach = reaches.get(i);
      int products = section.order();
      double limit = STATES / Math.scalb(1.0, shift(section.largestShare()));
      double rounded = products * (reach.band.state() + reach.low.state()) * step;
      double state = (loudest + error + step) * reach.input.state() + rounded;
      double entering = (loudest + error) * Math.max(1, section.gain().value()) + step;
      if (!(Math.max(state, entering) < limit * step)) {
        return Optional.empty();
      }
      limits.add((int) limit);
      double further = products * (reach.band.result() + reach.low.result()) + 3;
      error = (error + step) * reach.input.result() + further * step;
      loudest *= reach.input.result();
    }
    return Optional.of(new FixedFilter(sections, limits, fraction, error));
  }

  /** Bits by which the shares of a section make its numbers larger. */
  private static int shift(double share) {
    return (int) Math.ceil(StrictMath.log(share) / StrictMath.log(2) - 1e-9);
  }
}
