package dev.thimble.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backend.CostTable;
import dev.thimble.backend.CostTable.Part;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.kernel.random.PlainBackend;
import dev.thimble.kernel.random.RealisticGraphs;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Counts of a dense layer from 64 to 32, whose code one can read. */
class PartCounterTest {
  private final Program program = Lower.program(RealisticGraphs.of(0));
  private final Kernel dense = program.kernels().get(0);
  private final PartCounts counts = PartCounter.count(dense, 2, List.of());

  @Test
  void whatIsWrittenAndExecuted() {
    assertCount(Part.CALL, Element.I16, 1, 1);
    assertCount(Part.LOOP, Element.I16, 2, 32 + 32 * 64);
    assertCount(Part.ENTRY, Element.I16, 2, 1 + 32);
    assertCount(Part.LOAD, Element.I16, 1, 32 * 64);
    assertCount(Part.MUL, Element.I16, 1, 32 * 64);
    assertCount(Part.SCALE_TWICE, Element.I64, 1, 32);
    assertCount(Part.STORE, Element.I16, 1, 32);
  }

  @Test
  void constantsAreCountedExactly() {
    CostTable table = new PlainBackend().costs(PlainBackend.CHIP);
    KernelCost cost = new PortableCost(table, List.of(), Set.of()).of(dense);

    assertThat(cost.constantBytes())
        .isEqualTo(dense.constants().stream().mapToInt(c -> c.bytes()).sum());
    assertThat(cost.macs()).isEqualTo(32 * 64);
  }

  private void assertCount(Part part, Element type, long written, long executed) {
    assertThat(counts.all().get(new PartCounts.Key(part, type)))
        .as("%s %s", part, type)
        .isEqualTo(new PartCounts.Count(written, executed));
  }
}
