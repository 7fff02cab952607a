package dev.thimble.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.Stmt;
import dev.thimble.kernel.random.PlainBackend;
import dev.thimble.kernel.random.RandomGraphs;
import dev.thimble.kernel.random.TestModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layouts of random programs, held against lifetimes that are worked out anew. */
class ArenaTest {
  private static final int PROGRAMS = 60;

  @Test
  void liveArraysNeverOverlap() {
    int shared = 0;
    for (int seed = 1; seed <= PROGRAMS; seed++) {
      Plan plan = plan(seed);
      List<Buffer> arrays = new ArrayList<>(plan.program().arrays());
      for (Buffer a : arrays) {
        for (Buffer b : arrays.subList(arrays.indexOf(a) + 1, arrays.size())) {
          if (overlap(plan, a, b)) {
            shared++;
            assertThat(mayOverlap(plan.program(), a, b)).as("%s, %s of %d", a, b, seed).isTrue();
          }
        }
      }
    }
    assertThat(shared).as("pairs that share bytes").isGreaterThan(PROGRAMS);
  }

  @Test
  void everyArrayLiesInsideAndAligned() {
    for (int seed = 1; seed <= PROGRAMS; seed++) {
      Plan plan = plan(seed);
      int end = 0;
      for (Buffer array : plan.program().arrays()) {
        assertThat(plan.address(array) % array.element().bytes()).isZero();
        end = Math.max(end, plan.address(array) + array.bytes());
      }
      assertThat(plan.arenaBytes()).isEqualTo(end);
      assertThat(plan.structBytes()).isBetween(end, end + 7);
    }
  }

  private static Plan plan(int seed) {
    return TestModel.of(RandomGraphs.of(seed, 12)).plan(new PlainBackend(), PlainBackend.CHIP);
  }

  private static boolean overlap(Plan plan, Buffer a, Buffer b) {
    int first = plan.address(a);
    int second = plan.address(b);
    return first < second + b.bytes() && second < first + a.bytes();
  }

  private static boolean mayOverlap(Program program, Buffer a, Buffer b) {
    int apart = Math.max(from(program, a), from(program, b));
    int until = Math.min(to(program, a), to(program, b));
    return until < apart || until == apart && inPlace(program, apart, a, b);
  }

  /** The kernel that writes it; -1 for an input. */
  private static int from(Program program, Buffer buffer) {
    for (int i = 0; i < program.kernels().size(); i++) {
      Kernel kernel = program.kernels().get(i);
      if (kernel.outputs().contains(buffer) || kernel.scratch().contains(buffer)) {
        return i;
      }
    }
    return -1;
  }

  /** The last kernel that needs it; one past the last for an output. */
  private static int to(Program program, Buffer buffer) {
    int last = from(program, buffer);
    for (int i = 0; i < program.kernels().size(); i++) {
      last = program.kernels().get(i).inputs().contains(buffer) ? Math.max(last, i) : last;
    }
    return program.outputs().contains(buffer) ? program.kernels().size() : last;
  }

  /**
   * One is the kernel's input and the other its output, read only at the very index that is then
   * written.
   */
  private static boolean inPlace(Program program, int index, Buffer a, Buffer b) {
    if (index < 0 || index >= program.kernels().size()) {
      return false;
    }
    Kernel kernel = program.kernels().get(index);
    Buffer input = kernel.outputs().contains(a) ? b : a;
    Buffer output = kernel.outputs().contains(a) ? a : b;
    return kernel.outputs().contains(output)
        && kernel.inputs().contains(input)
        && kernel.body() instanceof Stmt.Do nested
        && nested.nest().reduce().isEmpty()
        && input.element().bytes() == output.element().bytes()
        && !Expressions.looksUp(nested.nest().init(), input)
        && Expressions.loads(nested.nest().init()).stream()
            .filter(load -> load.buffer().equals(input))
            .allMatch(load -> load.at().equals(nested.nest().at()));
  }
}
