package dev.thimble.kernel;

import static dev.thimble.kernel.Kernels.bytes;
import static dev.thimble.kernel.Kernels.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InterpreterTest {
  private final Buffer x = bytes("x", 3);
  private final Buffer y = bytes("y", 3);
  private final Buffer z = bytes("z", 3);

  @Test
  void copies() {
    Interpreter interpreter = run(Kernels.map(x, y, load(x, "i")));

    assertThat(interpreter.read(y)).containsExactly(1, 2, 3);
  }

  @Test
  void whatNobodyWroteCannotBeRead() {
    Kernel half = Kernels.kernel(x, y, new Stmt.Store(y, Affine.of(0), new Expr.Int(1)));

    assertThatThrownBy(() -> run(half, Kernels.map(y, z, load(y, "i"))))
        .isInstanceOf(RangeException.class)
        .hasMessage("test: y is read before it is written");
  }

  @Test
  void resultsOfTheLastRunAreNoResults() {
    Kernel reads = Kernels.map(y, z, load(y, "i"));
    Kernel writes = Kernels.map(x, y, load(x, "i"));
    Program backwards =
        new Program(List.of(reads, writes), List.of(x), List.of(z), List.of(), Map.of());
    Interpreter interpreter = new Interpreter(backwards);

    for (int run = 0; run < 2; run++) {
      assertThatThrownBy(() -> interpreter.run(List.of(new long[] {1, 2, 3})))
          .hasMessageContaining("before it is written");
    }
  }

  @Test
  void indicesStayInTheirArrays() {
    Expr beyond = new Expr.Load(x, Affine.of(1).plus("i", 1));

    assertThatThrownBy(() -> run(Kernels.map(x, y, beyond)))
        .isInstanceOf(RangeException.class)
        .hasMessageContaining("leaves its array");
  }

  @Test
  void elementsStayInTheirArraysRange() {
    Buffer small = Buffer.arena("y", Element.I8, 3, new Interval(0, 2));

    assertThatThrownBy(() -> run(Kernels.map(x, small, load(x, "i"))))
        .hasMessageContaining("y gets 3");
  }

  @Test
  void variablesStayInTheirType() {
    Stmt let = new Stmt.Let(Element.I16, "v", new Expr.Int(1L << 20), Optional.empty());

    assertThatThrownBy(() -> run(Kernels.kernel(x, y, let))).hasMessageContaining("v becomes");
  }

  private Interpreter run(Kernel... kernels) {
    Interpreter interpreter = new Interpreter(Kernels.program(kernels));
    interpreter.run(List.of(new long[] {1, 2, 3}));
    return interpreter;
  }
}
