package dev.thimble.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.Optimise;
import dev.thimble.backend.Backend;
import dev.thimble.backend.CTarget;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.random.PlainBackend;
import dev.thimble.kernel.random.RealisticGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.testing.DeviceInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Backends are asked once for what many plans need. */
class CandidatesTest {
  private static final Chip CHIP = PlainBackend.CHIP;

  private final Program program = TestModel.of(RealisticGraphs.of(2)).program();
  private final List<String> names = program.functions().stream().map(Kernel::name).toList();
  private final Asked backend = new Asked();
  private final Candidates known = new Candidates();

  @Test
  void onceForPlansWithAnyWishes() {
    Plan first = plan(program, Optimise.BALANCED);
    Plan small = plan(program, Optimise.SIZE);
    Plan fast = plan(program, Optimise.SPEED);

    assertThat(backend.near).containsExactlyInAnyOrderElementsOf(names);
    assertThat(backend.far).isEmpty();
    assertThat(List.of(first, small, fast))
        .allSatisfy(plan -> assertThat(plan.claims().keySet()).containsOnly(names.get(0)));
  }

  @Test
  void onceForKernelsThatTwoProgramsHaveInCommon() {
    plan(program, Optimise.BALANCED);
    Program least = RowFusion.fused(program, new PlainBackend().costs(CHIP), Set.of(), 1);
    List<Kernel> own =
        least.functions().stream()
            .filter(kernel -> program.functions().stream().noneMatch(one -> one == kernel))
            .toList();
    assertThat(own).isNotEmpty().hasSizeLessThan(least.functions().size());
    backend.near.clear();

    plan(least, Optimise.BALANCED);
    assertThat(backend.near)
        .containsExactlyInAnyOrderElementsOf(own.stream().map(Kernel::name).toList());
  }

  @Test
  void againForAnotherChipAndForFarConstants() {
    known.of(program, backend, CHIP, Set.of());
    Chip other = new Chip("other", CHIP.core(), CHIP.flashBytes(), CHIP.ramBytes(), CHIP.clockHz());
    known.of(program, backend, other, Set.of());
    assertThat(backend.near).hasSize(2 * names.size());

    String last = names.get(names.size() - 1);
    Map<String, List<Claim>> far = known.of(program, backend, CHIP, Set.of(names.get(0), last));
    assertThat(known.of(program, backend, CHIP, Set.of(last))).containsOnlyKeys(names.get(0), last);
    assertThat(far).containsOnlyKeys(last);
    assertThat(backend.near).hasSize(2 * names.size());
    assertThat(backend.far).containsExactlyInAnyOrder(names.get(0), last);
  }

  private Plan plan(Program some, Optimise optimise) {
    return Planner.plan(
        some, Optional.empty(), backend, CHIP, CHIP.clockHz(), Wishes.of(optimise, CHIP), known);
  }

  /** Claims the first kernel, or the last one if it is far, and remembers what it was asked for. */
  private final class Asked implements Backend {
    private final Backend plain = new PlainBackend();
    private final ConcurrentLinkedQueue<String> near = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> far = new ConcurrentLinkedQueue<>();

    @Override
    public List<Claim> claims(Chip chip, Kernel kernel) {
      near.add(kernel.name());
      return kernel.name().equals(names.get(0)) ? List.of(claim()) : List.of();
    }

    @Override
    public List<Claim> farClaims(Chip chip, Kernel kernel) {
      far.add(kernel.name());
      return kernel.name().equals(names.get(names.size() - 1)) ? List.of(claim()) : List.of();
    }

    private Claim claim() {
      return new Claim(
          "all of it",
          List.of(),
          List.of(),
          List.of(),
          1,
          new Claim.Cost(1, 1, 1, 0),
          symbols -> List.of(";"));
    }

    @Override
    public String name() {
      return plain.name();
    }

    @Override
    public List<Chip> chips() {
      return plain.chips();
    }

    @Override
    public CTarget c(Chip chip) {
      return plain.c(chip);
    }

    @Override
    public CostTable costs(Chip chip) {
      return plain.costs(chip);
    }

    @Override
    public DeviceInfo device(Chip chip, long clockHz) {
      return plain.device(chip, clockHz);
    }
  }
}
