package dev.thimble.examples.vibration;

import dev.thimble.testing.ModelCheck;
import dev.thimble.testing.StreamReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shakes the model with windows that it never learnt from, in Java and on the simulated chip. */
public final class VibrationDemo {
  private static final int WINDOWS = 100;
  private static final long SEED = 2;

  /** Numbers of a run: 64 readings of three axes. */
  private static final int HOP = 64 * 3;

  private VibrationDemo() {}

  /** Prints the report; exits with 1 if anything differs. */
  public static void main(String[] arguments) {
    List<short[]> all = new ArrayList<>();
    for (Machine.State state : Machine.State.values()) {
      List<short[]> windows = windows(state);
      System.out.printf(
          "%-12s alarm in %3d of %d windows%n",
          state.name().toLowerCase(Locale.ROOT), alarms(windows), windows.size());
      all.addAll(windows);
    }
    ModelCheck check =
        ModelCheck.of(
            VibrationDemo.class, Vibration.class.getName(), () -> new VibrationModel().hostTwin());
    StreamReport report =
        new StreamReport(check, new VibrationModel().hostTwin(), all, HOP, 0, System.out);
    System.exit(report.print() == 0 ? 0 : 1);
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

  /** How many of these windows, each seen alone, raise an alarm. */
  static int alarms(List<short[]> windows) {
    VibrationModel model = new VibrationModel();
    int alarms = 0;
    for (short[] window : windows) {
      model.reset();
      if (!model.push(window)) {
        throw new IllegalStateException("a window brings a decision");
      }
      alarms += model.alarm();
    }
    return alarms;
  }
}
