package dev.thimble.kernel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.Optimise;
import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.FlashRam;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Compares what a plan predicts with what its firmware takes, at -Os and -O2. */
public final class Predictions {
  /** What the harness keeps of an input or output: its address and its length. */
  private static final long PORT_BYTES = 8;

  private final Backend backend;
  private final Chip chip;
  private final int grain;
  private final Map<String, FlashRam> empty = new HashMap<>();
  private int exact;
  private final Ratios flash = new Ratios();
  private final Ratios cycles = new Ratios();
  private final Ratios stack = new Ratios();

  /**
   * Predictions for a chip.
   *
   * @param grain where the C library begins behind the model's code: a multiple of so many bytes,
   *     which is not the model's doing
   */
  public Predictions(Backend backend, String mcu, int grain) {
    this.backend = backend;
    this.chip = Chips.of(backend, mcu);
    this.grain = grain;
  }

  /** Flash, RAM and stack of a model must not be more than was predicted. */
  public void check(String name, Graph graph) {
    check(name, graph, Optimise.BALANCED);
  }

  /** The same with a preference for small or fast code. */
  public void check(String name, Graph graph, Optimise optimise) {
    check(name, TestModel.of(graph), optimise);
  }

  /** The same of a model. */
  public void check(String name, TestModel model, Optimise optimise) {
    Comparison comparison = new Comparison(name, model, 1);
    Plan plan = comparison.model().plan(backend, chip, optimise);
    Target target = comparison.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    long mostFlash = 0;
    long mostCycles = 0;
    int mostStack = 0;
    for (String level : new String[] {"-Os", "-O2"}) {
      try (Firmware firmware = target.build(BuildOptions.DEFAULT.withOptimization(level))) {
        Run run = firmware.run(comparison.samples().firmwareInputs(comparison.model().program()));
        String what = name + " on " + chip.mcu() + " at " + level;
        long measured =
            plan.exact()
                ? firmware.sizes().modelFlash()
                : flash(model, firmware.sizes(), empty(level));
        if (plan.exact()) {
          exactly(plan, firmware.sizes(), run, what);
        }
        assertThat(measured).as("flash of %s", what).isLessThanOrEqualTo(plan.flashBytes());
        int deepest = run.stackBytes().orElse(0);
        assertThat(deepest).as("stack of %s", what).isLessThanOrEqualTo(plan.stackBytes());
        assertThat(firmware.sizes().modelRam()).as("RAM of %s", what).isEqualTo(plan.structBytes());
        mostFlash = Math.max(mostFlash, measured);
        mostCycles = Math.max(mostCycles, run.total().max());
        mostStack = Math.max(mostStack, deepest);
      }
    }
    flash.add(plan.flashBytes(), mostFlash);
    cycles.add(plan.cycles(), mostCycles);
    stack.add(plan.stackBytes(), mostStack);
  }

  /**
   * Where a plan says that it is exact, it is. On cores of words compilers' options decide what
   * functions are filled up with, and words of the stack that nobody writes are not seen.
   */
  private void exactly(Plan plan, FlashRam sizes, Run run, String what) {
    exact++;
    boolean words = plan.countsInstructions();
    int padding = words ? 3 * (plan.functions().size() + 2) + constantPadding(plan) : 0;
    assertThat((long) sizes.modelFlash())
        .as("flash of %s", what)
        .isBetween((long) plan.flashBytes() - padding, (long) plan.flashBytes());
    if (!words) {
      assertThat(run.stackBytes().orElse(0)).as("stack of %s", what).isEqualTo(plan.stackBytes());
    }
    assertThat(run.total().min())
        .as("cycles of %s", what)
        .isGreaterThanOrEqualTo(plan.leastCycles());
    assertThat(run.total().max()).as("cycles of %s", what).isLessThanOrEqualTo(plan.cycles());
  }

  /** What constants are filled up with at some of the compiler's levels. */
  private static int constantPadding(Plan plan) {
    long kernels = plan.costs().stream().filter(cost -> cost.constantBytes() > 0).count();
    return 7 * (int) kernels;
  }

  /** What a firmware takes more than one without a model. */
  private long flash(TestModel model, FlashRam sizes, FlashRam none) {
    int ports = model.program().inputs().size() + model.program().outputs().size();
    long others = grain - 1 + PORT_BYTES * Math.max(0, ports - 2);
    long linked = sizes.firmwareFlash() - none.firmwareFlash() - others;
    return Math.max(linked, sizes.modelFlash() - none.modelFlash());
  }

  private FlashRam empty(String level) {
    return empty.computeIfAbsent(level, this::measureEmpty);
  }

  private FlashRam measureEmpty(String level) {
    Value x = Value.quantized("x", ElementType.INT8, Shape.of(4), Quantization.perTensor(1, 0));
    TestModel model = TestModel.of(new Graph.Builder().value(x).input("x").output("x").build());
    Target target = model.target(model.plan(backend, chip), false);
    try (Firmware firmware = target.build(BuildOptions.DEFAULT.withOptimization(level))) {
      return firmware.sizes();
    }
  }

  /** How far predictions lie above what was measured. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "Predicted / measured on %s: flash %s, cycles %s, stack %s; exact %d",
        chip.mcu(),
        flash,
        cycles,
        stack,
        exact);
  }
}
