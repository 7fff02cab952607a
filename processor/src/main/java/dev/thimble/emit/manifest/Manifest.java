package dev.thimble.emit.manifest;

import dev.thimble.emit.ModelOutline;
import dev.thimble.emit.c.CNames;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.plan.KernelCost;
import dev.thimble.plan.Plan;
import dev.thimble.testing.ModelInfo;
import dev.thimble.testing.Port;
import dev.thimble.testing.Prediction;
import dev.thimble.testing.StepInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files beside the C that tests and tools read. */
public final class Manifest {
  private Manifest() {}

  /** How to call the generated C. */
  public static ModelInfo info(ModelOutline model, Program program) {
    CNames names = CNames.of(model);
    List<StepInfo> steps = new ArrayList<>();
    for (Kernel kernel : program.kernels()) {
      steps.add(
          new StepInfo(
              steps.size(),
              kernel.name(),
              Optional.of(kernel).filter(k -> k.part().isEmpty()).map(k -> names.step(k.name())),
              kernel.outputs().get(0).bytes()));
    }
    return new ModelInfo(
        model.name().cName(),
        ports(model.inputs(), program),
        ports(model.outputs(), program),
        steps);
  }

  private static List<Port> ports(List<ModelOutline.Port> ports, Program program) {
    return ports.stream()
        .map(port -> new Port(port.step(), program.buffer(port.value()).bytes()))
        .toList();
  }

  /** What the plan promises. */
  public static Prediction prediction(Plan plan) {
    return prediction(plan, Map.of());
  }

  /**
   * What the plan promises, and what it is held to.
   *
   * @param held limits and what else comes of budgets, by metric
   */
  public static Prediction prediction(Plan plan, Map<String, Long> held) {
    List<Prediction.Row> rows = new ArrayList<>();
    row(rows, Prediction.MODEL, "flash", plan.flashBytes());
    row(rows, Prediction.MODEL, "arena", plan.structBytes());
    row(rows, Prediction.MODEL, "stack", plan.stackBytes());
    row(rows, Prediction.MODEL, "ram", plan.ramBytes());
    row(rows, Prediction.MODEL, "cycles", plan.cycles());
    coreCycles(rows, plan, Prediction.MODEL, plan.cycles());
    row(rows, Prediction.MODEL, "micros", plan.latencyMicros());
    if (plan.leastCycles() > 0) {
      row(rows, Prediction.MODEL, "cycles.least", plan.leastCycles());
    }
    row(rows, Prediction.MODEL, "cycles.call", plan.backend().callCycles(plan.chip()));
    held.forEach((metric, value) -> row(rows, Prediction.MODEL, metric, value));
    for (KernelCost cost : plan.costs()) {
      row(rows, cost.name(), "macs", cost.macs());
      row(rows, cost.name(), "code", cost.codeBytes());
      row(rows, cost.name(), "constants", cost.constantBytes());
      row(rows, cost.name(), "cycles", cost.cycles());
      coreCycles(rows, plan, cost.name(), cost.cycles());
      if (cost.exact()) {
        row(rows, cost.name(), "cycles.least", cost.leastCycles());
      }
      row(rows, cost.name(), "stack", cost.stackBytes());
    }
    return new Prediction(rows);
  }

  /** Where cycles are instructions, an estimate of the core's cycles too. */
  private static void coreCycles(
      List<Prediction.Row> rows, Plan plan, String kernel, long instructions) {
    if (plan.countsInstructions()) {
      row(rows, kernel, "core-cycles", plan.coreCycles(instructions));
    }
  }

  private static void row(List<Prediction.Row> rows, String kernel, String metric, long value) {
    rows.add(new Prediction.Row(kernel, metric, value));
  }
}
