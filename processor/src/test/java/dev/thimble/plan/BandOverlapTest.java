package dev.thimble.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.Stmt;
import dev.thimble.kernel.random.BandedChains;
import dev.thimble.kernel.random.BandedChains.Banded;
import dev.thimble.kernel.random.PlainBackend;
import dev.thimble.kernel.random.RealisticGraphs;
import dev.thimble.kernel.random.TestModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Arenas of programs in bands: whatever is read is still what was written there. */
class BandOverlapTest {
  private static final int CHAINS = 40;

  @Test
  void nothingIsReadThatWasWrittenOver() {
    int shared = 0;
    for (Banded one : BandedChains.of(2, CHAINS)) {
      Plan plan = one.bands().plan(new PlainBackend(), PlainBackend.CHIP);
      new Execution(plan, one.name()).run();
      int apart = plan.program().arrays().stream().mapToInt(Buffer::bytes).sum();
      shared += plan.arenaBytes() < apart ? 1 : 0;
    }
    assertThat(shared).isGreaterThan(CHAINS / 2);
  }

  @Test
  void bandsAreChosenOnlyWhereTheyAreNeeded() {
    Program program = TestModel.of(RealisticGraphs.of(2)).program();
    PlainBackend backend = new PlainBackend();
    CostTable costs = backend.costs(PlainBackend.CHIP);
    int whole = Arena.layout(program, costs).bytes();
    assertThat(RowFusion.fused(program, costs, Set.of(), whole)).isSameAs(program);
    assertThat(RowFusion.fused(program, costs, program.values().keySet(), 1)).isSameAs(program);
    Program least = RowFusion.fused(program, costs, Set.of(), 1);
    assertThat(Arena.layout(least, costs).bytes()).isLessThan(whole * 3 / 4);
    assertThat(least.functions()).hasSizeLessThan(least.kernels().size());
  }

  /** A program executed on addresses alone: each byte knows whose it is. */
  private static final class Execution {
    private final Plan plan;
    private final String name;
    private final Map<Integer, String> owners = new HashMap<>();

    Execution(Plan plan, String name) {
      this.plan = plan;
      this.name = name;
    }

    void run() {
      plan.program().inputs().forEach(input -> all(input, true));
      for (Kernel kernel : plan.program().kernels()) {
        if (kernel.body() instanceof Stmt.Do only) {
          nest(only.nest(), kernel);
        } else {
          kernel.inputs().forEach(input -> all(input, false));
          kernel.outputs().forEach(output -> all(output, true));
        }
      }
      plan.program().outputs().forEach(output -> all(output, false));
    }

    private void all(Buffer buffer, boolean write) {
      for (int i = 0; i < buffer.length(); i++) {
        element(buffer, i, write);
      }
    }

    private void element(Buffer buffer, long index, boolean write) {
      int width = buffer.element().bytes();
      for (int i = 0; i < width; i++) {
        int address = plan.address(buffer) + (int) index * width + i;
        String owner = buffer.name() + "[" + index + "]";
        if (write) {
          owners.put(address, owner);
        } else {
          assertThat(owners.get(address)).as("%s, byte %d", name, address).isEqualTo(owner);
        }
      }
    }

    private void nest(Nest nest, Kernel kernel) {
      for (Map<String, Integer> point : points(nest.out())) {
        read(nest.init(), point, kernel);
        for (Map<String, Integer> tap : points(nest.reduce())) {
          tap.putAll(point);
          boolean counts =
              nest.bounds().stream()
                  .allMatch(b -> at(b.at(), tap) >= 0 && at(b.at(), tap) < b.extent());
          if (counts) {
            read(nest.term(), tap, kernel);
          }
        }
        read(nest.result(), point, kernel);
        element(nest.target(), at(nest.at(), point), true);
      }
    }

    private void read(Expr expr, Map<String, Integer> point, Kernel kernel) {
      for (Buffer input : kernel.inputs()) {
        if (Expressions.looksUp(expr, input)) {
          all(input, false);
        }
      }
      for (Expr.Load load : Expressions.loads(expr)) {
        if (!load.buffer().isConstant()) {
          element(load.buffer(), at(load.at(), point), false);
        }
      }
    }

    private static long at(Affine index, Map<String, Integer> point) {
      long sum = index.base();
      for (Map.Entry<String, Long> term : index.terms().entrySet()) {
        sum += term.getValue() * point.getOrDefault(term.getKey(), 0);
      }
      return sum;
    }

    private static List<Map<String, Integer>> points(List<Axis> axes) {
      List<Map<String, Integer>> all = new ArrayList<>(List.of(new HashMap<>()));
      for (Axis axis : axes) {
        List<Map<String, Integer>> next = new ArrayList<>();
        for (Map<String, Integer> point : all) {
          for (int i = 0; i < axis.extent(); i++) {
            Map<String, Integer> one = new HashMap<>(point);
            one.put(axis.name(), i);
            next.add(one);
          }
        }
        all = next;
      }
      return all;
    }
  }
}
