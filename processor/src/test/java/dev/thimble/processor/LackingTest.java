package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.Stmt;
import dev.thimble.kernel.random.PlainBackend;
import dev.thimble.kernel.random.RandomGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is ruled out without a plan never had room. */
class LackingTest {
  private static final long MUCH = 1 << 20;

  private final Buffer weights =
      Buffer.constant("weights", LongStream.range(0, 100).map(i -> i % 5 - 2).toArray());
  private final Buffer wide = Buffer.constant("biases", new long[] {1 << 20, 5});
  private final Buffer x = Buffer.arena("x", Element.I8, 60, Element.I8.range());
  private final Buffer y = Buffer.arena("y", Element.I16, 7, new Interval(-300, 300));

  @Test
  void weightsThatAreNotZeroCountOnce() {
    Program program = program(kernel("a", 100, weights, wide), kernel("b", 100, weights));
    assertThat(Lacking.enough(program, 80, MUCH, 1)).isTrue();
    assertThat(Lacking.enough(program, 79, MUCH, 1)).isFalse();
    assertThat(Lacking.enough(program, 40, MUCH, 2)).isTrue();
    assertThat(Lacking.enough(program, 39, MUCH, 2)).isFalse();
  }

  @Test
  void twoOfFourBitsShareAByte() {
    Program program = program(kernel("a", 100, Buffer.packed("weights", weights.values())));
    assertThat(Lacking.enough(program, 40, MUCH, 1)).isTrue();
    assertThat(Lacking.enough(program, 39, MUCH, 1)).isFalse();
  }

  @Test
  void tablesMayBecomeCode() {
    assertThat(Lacking.enough(program(kernel("a", 0, weights)), 0, MUCH, 1)).isTrue();
  }

  @Test
  void theLargestPortTakesRam() {
    Program program = program(kernel("a", 100, weights));
    assertThat(Lacking.enough(program, MUCH, 60, 1)).isTrue();
    assertThat(Lacking.enough(program, MUCH, 59, 1)).isFalse();
  }

  @Test
  void whatHasAPlanIsNotRuledOut() {
    for (int seed = 0; seed < 20; seed++) {
      Plan plan =
          TestModel.of(RandomGraphs.of(seed, 4)).plan(new PlainBackend(), PlainBackend.CHIP);
      assertThat(Lacking.enough(plan.program(), plan.flashBytes(), plan.ramBytes(), 1))
          .as("seed %d", seed)
          .isTrue();
    }
  }

  private Kernel kernel(String name, long macs, Buffer... constants) {
    return new Kernel(
        name,
        name,
        "",
        List.of(x),
        List.of(y),
        List.of(constants),
        List.of(),
        new Stmt.Seq(List.of()),
        macs);
  }

  private Program program(Kernel... kernels) {
    return new Program(List.of(kernels), List.of(x), List.of(y), List.of(), Map.of());
  }
}
