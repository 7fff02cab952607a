package dev.thimble.kernel;

import java.util.List;
import java.util.Map;

/** Small kernels for tests. */
final class Kernels {
  static final Interval BYTE = new Interval(-128, 127);
  static final Expr.Var ACC = new Expr.Var(Nest.ACC);

  private Kernels() {}

  static Buffer bytes(String name, int length) {
    return Buffer.arena(name, Element.I8, length, BYTE);
  }

  static Expr.Load load(Buffer buffer, String variable) {
    return new Expr.Load(buffer, Affine.of(variable));
  }

  static Kernel kernel(Buffer x, Buffer y, Stmt body) {
    return new Kernel(
        "test", "test", "test", List.of(x), List.of(y), List.of(), List.of(), body, 0);
  }

  /** y = the sum of x * w, clamped to a byte. */
  static Kernel dot(long[] weights) {
    Buffer x = bytes("x", weights.length);
    Buffer y = bytes("y", 1);
    Expr term = Expr.mul(load(x, "k"), load(Buffer.constant("w", weights), "k"));
    Nest nest =
        Nest.sum(
            "test",
            List.of(),
            List.of(new Axis("k", weights.length)),
            new Expr.Int(0),
            term,
            List.of(),
            new Expr.Clamp(ACC, -128, 127),
            y,
            Affine.of(0));
    return kernel(x, y, new Stmt.Do(nest));
  }

  /** y[i] = the expression. */
  static Kernel map(Buffer x, Buffer y, Expr value) {
    Nest nest = Nest.map("test", List.of(new Axis("i", y.length())), value, y, Affine.of("i"));
    return kernel(x, y, new Stmt.Do(nest));
  }

  static Program program(Kernel... kernels) {
    return new Program(
        List.of(kernels),
        kernels[0].inputs(),
        kernels[kernels.length - 1].outputs(),
        List.of(),
        Map.of());
  }
}
