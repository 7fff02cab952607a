package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * {@code 256 * log2(max(x, 1)) + offset}, exact to a step: between the {@link #STEPS} entries of a
 * table for an octave the line is straight. What the second input says that samples were shifted is
 * taken back, {@code octaves} octaves for each bit.
 *
 * @param table {@code 2^12 * log2(1 + i / STEPS)}
 * @param offset what a real of 1 is
 * @param octaves 2 for energies, 1 for magnitudes of a block; 0 where there is no second input
 */
public record Logarithm(List<Integer> table, int offset, int octaves) implements Operator {
  /** Straight lines of an octave. */
  public static final int STEPS = 32;

  /** Steps of the result for a factor of two. */
  public static final int OCTAVE = 256;

  /** Copies the list. */
  public Logarithm {
    table = List.copyOf(table);
  }

  /** The largest size of a result. */
  public static final int MOST = 1 << 14;

  @Override
  public OptionalLong most(int output) {
    return OptionalLong.of(MOST);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) {
    return List.of(inputs.get(0));
  }
}
