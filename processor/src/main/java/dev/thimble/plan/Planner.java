package dev.thimble.plan;

import dev.thimble.Optimise;
import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.backend.CostTable;
import dev.thimble.backend.Driver;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Lays a program out on a chip and adds up what it costs. */
public final class Planner {
  private final Program program;
  private final Optional<Buffer> decision;
  private final Backend backend;
  private final Chip chip;
  private final long clockHz;
  private final Set<String> far;
  private final Candidates known;

  /**
   * A planner.
   *
   * @param far functions of kernels whose constants short addresses may not reach
   * @param known claims that were asked for before
   */
  private Planner(
      Program program,
      Optional<Buffer> decision,
      Backend backend,
      Chip chip,
      long clockHz,
      Set<String> far,
      Candidates known) {
    this.program = program;
    this.decision = decision;
    this.backend = backend;
    this.chip = chip;
    this.clockHz = clockHz;
    this.far = far;
    this.known = known;
  }

  /** The plan of a program that decides nothing on the chip. */
  public static Plan plan(Program program, Backend backend, Chip chip, long clockHz) {
    return plan(
        program, Optional.empty(), backend, chip, clockHz, Wishes.none(chip), new Candidates());
  }

  /**
   * The plan of the program on the chip.
   *
   * @param decision the array whose first element a run returns, if it decides
   * @param wishes what claims are chosen by
   * @param known claims that were asked for before, to be added to
   */
  public static Plan plan(
      Program program,
      Optional<Buffer> decision,
      Backend backend,
      Chip chip,
      long clockHz,
      Wishes wishes,
      Candidates known) {
    Plan near =
        new Planner(program, decision, backend, chip, clockHz, Set.of(), known).plan(wishes);
    Set<String> far = FarKernels.of(near);
    return far.isEmpty()
        ? near
        : new Planner(program, decision, backend, chip, clockHz, far, known).plan(wishes);
  }

  private Plan plan(Wishes wishes) {
    Map<String, List<Claim>> candidates = known.of(program, backend, chip, far);
    while (true) {
      Plan plan = plan(candidates, wishes);
      Set<String> broken = Interleaving.broken(plan);
      if (broken.isEmpty()) {
        return plan;
      }
      candidates.replaceAll(
          (kernel, claims) ->
              broken.contains(kernel)
                  ? claims.stream().filter(claim -> claim.interleaved() == 1).toList()
                  : claims);
    }
  }

  private Plan plan(Map<String, List<Claim>> candidates, Wishes wishes) {
    ClaimChoice choice =
        new ClaimChoice(program, candidates, wishes.optimise(), this::portableCost);
    Function<Map<String, Claim>, Plan> plans = this::plan;
    Plan plan = plans.apply(choice.chosen());
    if (candidates.isEmpty()) {
      return plan;
    }
    if (wishes.optimise() == Optimise.SIZE || plan.flashBytes() > wishes.flash()) {
      plan = smaller(plan, choice, wishes, plans);
    } else if (wishes.optimise() == Optimise.SPEED) {
      plan = faster(plan, choice, wishes, plans);
    }
    return plan.ramBytes() > wishes.ram() ? lighter(plan, choice, wishes, plans) : plan;
  }

  /** Claims without arrays of their own, portable C too, until the RAM does. */
  private static Plan lighter(
      Plan plan, ClaimChoice choice, Wishes wishes, Function<Map<String, Claim>, Plan> plans) {
    Plan least = plan;
    choice.admitPortable(wishes.ram());
    while (least.ramBytes() > wishes.ram() && choice.relieve()) {
      Plan lighter = plans.apply(choice.chosen());
      least = lighter.ramBytes() < least.ramBytes() ? lighter : least;
    }
    return least;
  }

  /** Smaller claims; portable C besides, if they do not do. */
  private static Plan smaller(
      Plan plan, ClaimChoice choice, Wishes wishes, Function<Map<String, Claim>, Plan> plans) {
    choice.shrink(plan.flashBytes() - wishes.flash());
    Plan claimed = plans.apply(choice.chosen());
    boolean least = wishes.optimise() == Optimise.SIZE;
    long missing = least ? Long.MAX_VALUE : claimed.flashBytes() - wishes.flash();
    if (missing <= 0) {
      return claimed;
    }
    long free = wishes.ram() - claimed.ramBytes();
    choice.admitPortable(claimed.stackBytes() - claimed.driver().stackBytes() + Math.max(0, free));
    choice.shrink(missing);
    return plans.apply(choice.chosen());
  }

  /** As fast as the flash and the RAM that are left allow. */
  private static Plan faster(
      Plan plan, ClaimChoice choice, Wishes wishes, Function<Map<String, Claim>, Plan> plans) {
    choice.hasten(wishes.spent() - plan.flashBytes());
    Plan faster = plans.apply(choice.chosen());
    boolean fits = faster.ramBytes() <= Math.max(wishes.ram(), plan.ramBytes());
    return fits && faster.cycles() < plan.cycles() ? faster : plan;
  }

  private PortableCost portableCost() {
    return new PortableCost(backend.costs(chip), backend.c(chip).products(), far);
  }

  private Plan plan(Map<String, Claim> chosen) {
    CostTable table = backend.costs(chip);
    PortableCost portable = portableCost();
    Map<String, Claim> claims = SharedConstants.once(program, chosen);
    Program claimed = withScratch(program, claims);
    FunctionCosts functions = new FunctionCosts(portable, claims, far);
    List<KernelCost> costs = claimed.kernels().stream().map(functions::of).toList();
    int deepest = costs.stream().mapToInt(KernelCost::stackBytes).max().orElse(0);
    Arena.Layout layout = Arena.layout(claimed, table);
    Around around = around(claimed, layout);
    KernelCost driver = Drivers.cost(claimed, table, around);
    return new Plan(
        claimed,
        backend,
        chip,
        clockHz,
        layout.addresses(),
        layout.bytes(),
        claims,
        far,
        decision,
        around,
        costs,
        driver,
        portable.libraryBytes(),
        deepest + driver.stackBytes());
  }

  private static Program withScratch(Program program, Map<String, Claim> claims) {
    List<Kernel> kernels = new ArrayList<>();
    for (Kernel kernel : program.kernels()) {
      Claim claim = claims.get(kernel.function().name());
      kernels.add(claim == null ? kernel : kernel.withScratch(scratch(kernel, claim)));
    }
    return program.with(kernels);
  }

  /** Each call of a function has arrays of its own. */
  private static List<Buffer> scratch(Kernel kernel, Claim claim) {
    if (kernel.part().isEmpty()) {
      return claim.scratch();
    }
    return claim.scratch().stream()
        .map(own -> own.named(kernel.name() + "_" + own.name()))
        .toList();
  }

  private Around around(Program claimed, Arena.Layout layout) {
    Drivers drivers = new Drivers(layout.addresses());
    List<Driver.Fill> fills = drivers.fills(claimed);
    return new Around(
        fills.isEmpty() ? Optional.empty() : backend.start(chip, fills),
        backend.driver(chip, drivers.calls(claimed), decision.map(drivers::place)),
        drivers.samples(claimed).flatMap(samples -> backend.push(chip, samples)));
  }
}
