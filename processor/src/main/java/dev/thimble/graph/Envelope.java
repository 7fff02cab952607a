package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * The magnitude of samples, {@code [n]} or {@code [n, channels]}, with {@link #FRACTION} bits
 * behind the point, followed by {@code y += (|x| - y) * factor}, the product rounded down; the
 * factor is another one while it grows. The second output keeps y by channel.
 *
 * @param attack the factor's mantissa and shift while it grows
 * @param release the factor's mantissa and shift else
 */
public record Envelope(Coefficient attack, Coefficient release) implements Operator {
  /** Position of the state among the outputs. */
  public static final int STATE = 1;

  /** Bits behind the point of the state. */
  public static final int FRACTION = 15;

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    return List.of(x, Shape.of(x.rank() == 1 ? 1 : x.extent(-1)));
  }

  @Override
  public OptionalLong kept(int output) {
    return output == STATE ? OptionalLong.of(0) : OptionalLong.empty();
  }

  @Override
  public OptionalLong most(int output) {
    return output == STATE ? OptionalLong.of(1L << 15 + FRACTION) : OptionalLong.empty();
  }
}
