package dev.thimble.graph;

import java.util.List;

/**
 * The amplitude of tones in a block of samples, {@code [n] -> [tones]}, by Goertzel's recursion:
 * {@code s0 = x + c s1 - s2} with {@code c = 2 cos w}, kept as {@code sign * (2 - k)} so that tones
 * near 0 and near half the rate lose no digits. Samples are shifted left by {@code up} bits, or
 * right by as many as it is negative; products are rounded down. At the end {@code re = s1 - s2 cos
 * w, im = s2 sin w}; their rounded root times {@code 2 / n}, in steps of the samples.
 *
 * @param tones what is looked for
 * @param size samples of a block
 */
public record Goertzel(List<Tone> tones, int size) implements Operator {
  /** What numbers of the recursion are clamped to; they are proven to stay below. */
  public static final long LIMIT = 1L << 28;

  /**
   * One tone.
   *
   * @param sign of c
   * @param k how far c is from two, in size
   * @param cosine of the tone's angle
   * @param sine of the tone's angle
   * @param up bits by which samples are shifted
   */
  public record Tone(int sign, Coefficient k, Coefficient cosine, Coefficient sine, int up) {}

  /** Copies the list. */
  public Goertzel {
    tones = List.copyOf(tones);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shapes.expectElements("samples", inputs.get(0), size);
    return List.of(Shape.of(tones.size()));
  }
}
