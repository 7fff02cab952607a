package dev.thimble.kernel.sums;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;

/** Rows of weights of four bits, each from a byte on, the first of two in the lower half. */
public final class HalfRows {
  private static final int BITS = 4;

  private HalfRows() {}

  /**
   * The byte that a row begins with.
   *
   * @param weight the weight of one tap, which goes on by one each round of the inner loop
   * @param inner the variable of that loop
   * @param taps rounds of it
   * @param rows how many rows there are; one other variable, at most, says which
   */
  public static Expr.Load of(Expr.Load weight, String inner, int taps, int rows) {
    Affine at = weight.at().without(inner);
    long step = at.terms().values().stream().findFirst().orElse(0L);
    int bytes = (taps + 1) / 2;
    long[] all = weight.buffer().values();
    long[] packed = new long[rows * bytes];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < taps; k++) {
        long value = all[(int) (at.base() + row * step + k)] & 15;
        packed[row * bytes + k / 2] |= value << (BITS * (k % 2));
      }
    }
    Affine start = Affine.of(0);
    for (String row : at.terms().keySet()) {
      start = start.plus(row, bytes);
    }
    String name = "%s_rows%d".formatted(weight.buffer().name(), at.base());
    return new Expr.Load(Buffer.constant(name, Element.U8, packed), start);
  }
}
