package dev.thimble.kernel;

import static dev.thimble.kernel.Kernels.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Bounds become limits of loops: the same taps as those that a test of each one lets through. */
class ExpandTest {
  private static final int WIDTH = 7;

  @Test
  void limitsLetTheRightTapsThrough() {
    for (int pad = -2; pad <= 9; pad++) {
      for (int stride = 1; stride <= 3; stride++) {
        for (int dilation = 1; dilation <= 3; dilation++) {
          check(pad, stride, dilation);
        }
      }
    }
  }

  private static void check(int pad, int stride, int dilation) {
    int positions = 4;
    int taps = 3;
    Buffer x = bytes("x", WIDTH);
    Buffer y = Buffer.arena("y", Element.I16, positions, Element.I16.range());
    Affine at = Affine.of(-pad).plus("ox", stride).plus("kx", dilation);
    Nest nest =
        Nest.sum(
            "test",
            List.of(new Axis("ox", positions)),
            List.of(new Axis("kx", taps)),
            new Expr.Int(0),
            new Expr.Load(x, at),
            List.of(new Bound(at, WIDTH)),
            Kernels.ACC,
            y,
            Affine.of("ox"));
    Kernel kernel = Ranges.typed(Kernels.kernel(x, y, new Stmt.Do(nest)));
    Interpreter interpreter = new Interpreter(Kernels.program(kernel));
    interpreter.run(List.of(new long[] {1, 2, 4, 8, 16, 32, 64}));
    long[] expected = new long[positions];
    for (int ox = 0; ox < positions; ox++) {
      for (int kx = 0; kx < taps; kx++) {
        int tap = ox * stride + kx * dilation - pad;
        expected[ox] += tap >= 0 && tap < WIDTH ? 1L << tap : 0;
      }
    }
    assertThat(interpreter.read(y))
        .as("pad %d, stride %d, dilation %d", pad, stride, dilation)
        .isEqualTo(expected);
  }

  @Test
  void limitsThatAreKnownAreNumbers() {
    Buffer x = bytes("x", WIDTH);
    Affine at = Affine.of(-1).plus("kx", 2);
    Nest nest =
        Nest.sum(
            "test",
            List.of(),
            List.of(new Axis("kx", 3)),
            new Expr.Int(0),
            new Expr.Load(x, at),
            List.of(new Bound(at, WIDTH)),
            Kernels.ACC,
            x,
            Affine.of(0));

    Stmt.Seq body = (Stmt.Seq) Expand.loops(new Stmt.Do(nest));

    Stmt.For loop = (Stmt.For) body.body().get(1);
    assertThat(loop.from()).isEqualTo(new Expr.Int(1));
    assertThat(loop.to()).isEqualTo(new Expr.Int(3));
  }
}
