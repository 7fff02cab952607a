package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * Sections of filters one after the other, each channel for itself: samples of 16 bits in, samples
 * out, {@code [n]} or {@code [n, channels]}. A sample is shifted left by {@code fraction}; each
 * section computes as {@code signal.Section} says, products rounded down; the last result is
 * rounded to the nearest sample and clamped to 16 bits.
 *
 * <p>The second output holds the states, {@code [2 * sections, channels]}.
 *
 * @param sections what is computed
 * @param fraction bits behind the point of a sample's step
 */
public record Cascade(List<Stage> sections, int fraction) implements Operator {
  /** Position of the states among the outputs. */
  public static final int STATES = 1;

  /**
   * One section.
   *
   * @param order 1 or 2
   * @param limit what comes in and the states are clamped to; they are proven never to get there
   * @param gain of what comes in
   * @param a1 the factor of the first state, or what is missing to 1
   * @param rest whether it is what is missing
   * @param a2 the second factor
   * @param a3 the third factor
   * @param shares of what comes in, of v1 and of v2 in the result
   */
  public record Stage(
      int order,
      int limit,
      Coefficient gain,
      Coefficient a1,
      boolean rest,
      Coefficient a2,
      Coefficient a3,
      List<Coefficient> shares) {
    /** Copies the list. */
    public Stage {
      shares = List.copyOf(shares);
    }
  }

  /** Copies the list. */
  public Cascade {
    sections = List.copyOf(sections);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    int channels = x.rank() == 1 ? 1 : x.extent(-1);
    return List.of(x, Shape.of(2 * sections.size(), channels));
  }

  @Override
  public OptionalLong kept(int output) {
    return output == STATES ? OptionalLong.of(0) : OptionalLong.empty();
  }

  @Override
  public OptionalLong most(int output) {
    return output == STATES
        ? OptionalLong.of(sections.stream().mapToInt(Stage::limit).max().orElse(0))
        : OptionalLong.empty();
  }
}
