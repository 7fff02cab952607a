package dev.thimble.benchmarks;

import dev.thimble.backend.Backend;
import dev.thimble.backend.Backends;
import dev.thimble.backend.Chip;
import dev.thimble.emit.c.CSource;
import dev.thimble.graph.Graph;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.PlainBackend;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Imported networks on this machine and on simulated chips: each step of the C against the
 * interpreter. C that has run on a target is not run there again: files of one network often become
 * the same text.
 */
final class FormatRuns {
  private static final BuildOptions BUILD = BuildOptions.DEFAULT.withOptimization("-O2");
  private static final Backends BACKENDS = Backends.installed(FormatRuns.class.getClassLoader());

  /** Chips and what simulates them. */
  private static final Map<String, String> CHIPS =
      new TreeMap<>(Map.of("atmega328p", "simavr", "nrf52840", "QEMU"));

  /**
   * One row of the table.
   *
   * @param target where it ran, or would have
   * @param mismatches bytes of all steps that differ; nothing where it did not run
   * @param remark why it did not run
   */
  record Row(String target, String mismatches, String remark) {}

  private final Map<String, Integer> ran = new TreeMap<>();

  /** The rows of a network of integers. */
  List<Row> of(String name, Graph integer) {
    Comparison comparison = new Comparison(name, TestModel.of(integer), 1);
    comparison.twin();
    List<Row> rows = new ArrayList<>();
    rows.add(host(comparison));
    CHIPS.forEach(
        (mcu, simulator) -> {
          Backends.Match match = BACKENDS.find(mcu).orElseThrow();
          rows.add(chip(mcu + "/" + simulator, comparison, match.backend(), match.chip()));
        });
    return rows;
  }

  private Row host(Comparison comparison) {
    Plan plan = comparison.model().plan(new PlainBackend(), PlainBackend.CHIP);
    return run("twin and C on the host", comparison, plan, true);
  }

  private Row chip(String target, Comparison comparison, Backend backend, Chip chip) {
    Plan plan = comparison.model().plan(backend, chip);
    boolean fits = plan.flashBytes() <= chip.flashBytes() && plan.ramBytes() <= chip.ramBytes();
    String bytes =
        "does not fit: %d bytes of flash and %d of RAM"
            .formatted(plan.flashBytes(), plan.ramBytes());
    return fits ? run(target, comparison, plan, false) : new Row(target, "", bytes);
  }

  private Row run(String name, Comparison comparison, Plan plan, boolean host) {
    Target target = comparison.model().target(plan, host);
    if (!target.availability().isAvailable()) {
      return new Row(name, "", target.availability().reason());
    }
    String text = name + "\n" + CSource.text(comparison.model().outline(), plan);
    Integer mismatches = ran.get(text);
    if (mismatches == null) {
      mismatches = comparison.differing(target, BUILD);
      ran.put(text, mismatches);
    }
    return new Row(name, String.valueOf(mismatches), "");
  }

  /** How many builds ran. */
  int builds() {
    return ran.size();
  }
}
