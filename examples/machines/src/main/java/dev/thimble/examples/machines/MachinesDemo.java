package dev.thimble.examples.machines;

import dev.thimble.testing.ModelCheck;
import dev.thimble.testing.StreamReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Listens to pumps that it never learnt from, in Java and on the simulated chip. */
public final class MachinesDemo {
  private static final int HEALTHY = 3_700;
  private static final int FAULTS = 100;
  private static final int HOP = 512;
  private static final long SEED = 12;
  private static final double CLEAR = 1;
  private static final double SLIGHT = 0.4;

  /** What was heard in some windows. */
  record Heard(int alarms, long[] distances) {}

  private MachinesDemo() {}

  /** Prints the report; exits with 1 if anything differs. */
  public static void main(String[] arguments) {
    Heard healthy = heard(Pump.State.HEALTHY, 0, HEALTHY);
    double hours = HEALTHY * (double) Pump.WINDOW / Pump.RATE / 3600;
    System.out.printf(
        Locale.ROOT,
        "healthy: %d alarms in %,d windows, %.2f hours of sound: %.1f an hour%n",
        healthy.alarms(),
        HEALTHY,
        hours,
        healthy.alarms() / hours);
    System.out.printf("%-12s %22s %22s%n", "", "clear: alarms, AUC", "slight: alarms, AUC");
    for (Pump.State state : faults()) {
      Heard clear = heard(state, CLEAR, FAULTS);
      Heard slight = heard(state, SLIGHT, FAULTS);
      System.out.printf(
          Locale.ROOT,
          "%-12s %12d %% %8.4f %12d %% %8.4f%n",
          state.name().toLowerCase(Locale.ROOT),
          clear.alarms(),
          auc(healthy, clear),
          slight.alarms(),
          auc(healthy, slight));
    }
    List<short[]> windows = new ArrayList<>(windows(Pump.State.HEALTHY, 0, HEALTHY));
    for (Pump.State state : faults()) {
      windows.addAll(windows(state, CLEAR, FAULTS));
      windows.addAll(windows(state, SLIGHT, FAULTS));
    }
    ModelCheck check =
        ModelCheck.of(
            MachinesDemo.class, Machines.class.getName(), () -> new MachinesModel().hostTwin());
    int differing =
        new StreamReport(check, new MachinesModel().hostTwin(), windows, HOP, 0, System.out)
            .print();
    System.exit(differing == 0 ? 0 : 1);
  }

  /** Everything that may be wrong. */
  static List<Pump.State> faults() {
    return Arrays.stream(Pump.State.values()).filter(s -> s != Pump.State.HEALTHY).toList();
  }

  private static List<short[]> windows(Pump.State state, double strength, int count) {
    Pump pump = new Pump(SEED + state.ordinal());
    List<short[]> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      windows.add(pump.window(state, strength));
    }
    return windows;
  }

  /** What the twin says of so many windows, each heard alone. */
  static Heard heard(Pump.State state, double strength, int count) {
    MachinesModel model = new MachinesModel();
    int alarms = 0;
    long[] distances = new long[count];
    List<short[]> windows = windows(state, strength, count);
    for (int i = 0; i < count; i++) {
      model.reset();
      if (!model.push(windows.get(i))) {
        throw new IllegalStateException("a window brings a decision");
      }
      alarms += model.alarm();
      distances[i] = Arrays.stream(model.distances()).asLongStream().min().orElseThrow();
    }
    return new Heard(alarms, distances);
  }

  /** How often a faulty window is farther from the centres than a healthy one. */
  static double auc(Heard healthy, Heard faulty) {
    double above = 0;
    for (long bad : faulty.distances()) {
      for (long good : healthy.distances()) {
        above += bad > good ? 1 : bad == good ? 0.5 : 0;
      }
    }
    return above / healthy.distances().length / faulty.distances().length;
  }
}
