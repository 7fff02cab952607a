package dev.thimble.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.Stmt;
import dev.thimble.kernel.random.PlainBackend;
import dev.thimble.kernel.random.RandomGraphs;
import dev.thimble.kernel.random.RealisticGraphs;
import dev.thimble.kernel.random.TestModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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
            assertThat(mayOverlap(plan, a, b)).as("%s, %s of %d", a, b, seed).isTrue();
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

  /**
   * A depthwise convolution ends a line and a pixel before its input does, a pointwise one at it.
   */
  @Test
  void convolutionsRunIntoTheirInputs() {
    Plan plan =
        TestModel.of(RealisticGraphs.separable()).plan(new PlainBackend(), PlainBackend.CHIP);
    int map = 10 * 8 * 8;
    int line = 8 * 8 + 8;
    int pixel = 8 - 1;
    assertThat(plan.arenaBytes()).isBetween(map, map + 2 * line + 2 * pixel);
  }

  private static Plan plan(int seed) {
    return TestModel.of(RandomGraphs.of(seed, 12)).plan(new PlainBackend(), PlainBackend.CHIP);
  }

  private static boolean overlap(Plan plan, Buffer a, Buffer b) {
    int first = plan.address(a);
    int second = plan.address(b);
    return first < second + b.bytes() && second < first + a.bytes();
  }

  private static boolean mayOverlap(Plan plan, Buffer a, Buffer b) {
    Program program = plan.program();
    int apart = Math.max(from(program, a), from(program, b));
    int until = Math.min(to(program, a), to(program, b));
    return until < apart || until == apart && staysAhead(plan, apart, a, b);
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
   * One is the kernel's input and the other its output: executes the nest point by point, padding
   * left out, and sees whether a byte is read after it was written over.
   */
  private static boolean staysAhead(Plan plan, int index, Buffer a, Buffer b) {
    if (index < 0 || index >= plan.program().kernels().size()) {
      return false;
    }
    Kernel kernel = plan.program().kernels().get(index);
    Buffer input = kernel.outputs().contains(a) ? b : a;
    Buffer output = kernel.outputs().contains(a) ? a : b;
    if (!kernel.outputs().contains(output)
        || !kernel.inputs().contains(input)
        || !(kernel.body() instanceof Stmt.Do only)) {
      return false;
    }
    return new Execution(only.nest(), input, plan.address(input), plan.address(output)).isSound();
  }

  /** A nest, executed on addresses alone. */
  private static final class Execution {
    private final Nest nest;
    private final Buffer input;
    private final int from;
    private final int to;
    private final Set<Long> written = new HashSet<>();
    private boolean sound = true;

    Execution(Nest nest, Buffer input, int from, int to) {
      this.nest = nest;
      this.input = input;
      this.from = from;
      this.to = to;
    }

    boolean isSound() {
      each(nest.out(), new HashMap<>(), this::point);
      return sound;
    }

    private void point(Map<String, Interval> point) {
      read(nest.init(), point);
      each(
          nest.reduce(),
          new HashMap<>(point),
          tap -> {
            boolean counts =
                nest.bounds().stream()
                    .allMatch(
                        bound -> {
                          long at = bound.at().range(tap).low();
                          return at >= 0 && at < bound.extent();
                        });
            if (counts) {
              read(nest.term(), tap);
            }
          });
      read(nest.result(), point);
      write(nest.at().range(point).low() * nest.target().element().bytes());
    }

    private void read(Expr expr, Map<String, Interval> point) {
      if (Expressions.looksUp(expr, input)) {
        sound = false;
      }
      for (Expr.Load load : Expressions.loads(expr)) {
        if (load.buffer().equals(input)) {
          long first = from + load.at().range(point).low() * input.element().bytes();
          for (long i = first; i < first + input.element().bytes(); i++) {
            sound &= !written.contains(i);
          }
        }
      }
    }

    private void write(long at) {
      for (long i = to + at; i < to + at + nest.target().element().bytes(); i++) {
        written.add(i);
      }
    }

    private static void each(
        List<Axis> axes, Map<String, Interval> point, Consumer<Map<String, Interval>> visitor) {
      if (axes.isEmpty()) {
        visitor.accept(point);
        return;
      }
      Axis axis = axes.get(0);
      for (long i = 0; i < axis.extent(); i++) {
        point.put(axis.name(), Interval.of(i));
        each(axes.subList(1, axes.size()), point, visitor);
      }
    }
  }
}
