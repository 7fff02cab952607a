package dev.thimble.examples.vibration;

import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.FlashRam;
import dev.thimble.testing.LongSummary;
import dev.thimble.testing.ModelCheck;
import dev.thimble.testing.Prediction;
import dev.thimble.testing.Run;
import dev.thimble.testing.RunOptions;
import dev.thimble.testing.StepInfo;
import dev.thimble.testing.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shakes the model with windows that it never learnt from, in Java and on the simulated chip. */
public final class VibrationDemo {
  private static final int WINDOWS = 100;
  private static final long SEED = 2;

  /** Runs of a window: a hop of 64 readings each. */
  private static final int RUNS = 2;

  private VibrationDemo() {}

  /** Prints the report; exits with 1 if anything differs. */
  public static void main(String[] arguments) {
    List<byte[]> inputs = new ArrayList<>();
    List<Integer> alarms = new ArrayList<>();
    for (Machine.State state : Machine.State.values()) {
      int raised = 0;
      for (short[] window : windows(state)) {
        VibrationModel model = new VibrationModel();
        model.push(window);
        raised += model.alarm();
        alarms.add(model.alarm());
        inputs.addAll(runs(window));
      }
      System.out.printf(
          "%-12s alarm in %3d of %d windows%n",
          state.name().toLowerCase(Locale.ROOT), raised, WINDOWS);
    }
    ModelCheck check =
        ModelCheck.of(
            VibrationDemo.class, Vibration.class.getName(), () -> new VibrationModel().hostTwin());
    int mismatches = 0;
    for (Target target : check.targets()) {
      if (target.availability().isAvailable()) {
        mismatches += compare(check, target, inputs, alarms);
      } else {
        System.out.printf("%s: skipped, %s%n", target.name(), target.availability().reason());
      }
    }
    System.exit(mismatches == 0 ? 0 : 1);
  }

  /** Windows of a machine, the same each time. */
  static List<short[]> windows(Machine.State state) {
    Machine machine = new Machine(SEED + state.ordinal());
    List<short[]> windows = new ArrayList<>();
    for (int i = 0; i < WINDOWS; i++) {
      windows.add(machine.window(state));
    }
    return windows;
  }

  /** The runs of a window, a hop of readings each. */
  private static List<byte[]> runs(short[] window) {
    ByteBuffer all = ByteBuffer.allocate(2 * window.length).order(ByteOrder.LITTLE_ENDIAN);
    all.asShortBuffer().put(window);
    List<byte[]> runs = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      byte[] readings = new byte[2 * window.length / RUNS];
      all.get(readings);
      runs.add(readings);
    }
    return runs;
  }

  private static int compare(
      ModelCheck check, Target target, List<byte[]> inputs, List<Integer> alarms) {
    try (Firmware firmware = target.build(BuildOptions.DEFAULT)) {
      Run run = firmware.run(inputs, RunOptions.DEFAULT.withRestartEvery(RUNS));
      int mismatches = 0;
      for (int i = 0; i < alarms.size(); i++) {
        mismatches += run.outputs().get((i + 1) * RUNS - 1)[0] == alarms.get(i) ? 0 : 1;
      }
      System.out.printf(
          "%s: %d windows, %d decisions differ from the twin's%n",
          target.name(), alarms.size(), mismatches);
      if (!target.isHost()) {
        costs(check, target, firmware, run);
      }
      return mismatches;
    }
  }

  private static void costs(ModelCheck check, Target target, Firmware firmware, Run run) {
    Prediction predicted = check.prediction(target);
    System.out.printf("  %-18s %12s %12s   (cycles at most)%n", "", "predicted", "measured");
    for (StepInfo step : check.model().info().steps()) {
      LongSummary measured = run.perStep().get(step.function().orElse(""));
      row(
          step.name(),
          predicted.value(step.name(), "cycles").orElse(0),
          measured == null ? 0 : measured.max());
    }
    FlashRam sizes = firmware.sizes();
    row(
        "a window, cycles",
        predicted.value(Prediction.MODEL, "cycles").orElse(0),
        run.total().max());
    row("flash, bytes", predicted.value(Prediction.MODEL, "flash").orElse(0), sizes.modelFlash());
    row(
        "RAM, bytes",
        predicted.value(Prediction.MODEL, "ram").orElse(0),
        sizes.structBytes() + run.stackBytes().orElse(0));
  }

  private static void row(String what, long predicted, long measured) {
    System.out.printf("  %-18s %,12d %,12d%n", what, predicted, measured);
  }
}
