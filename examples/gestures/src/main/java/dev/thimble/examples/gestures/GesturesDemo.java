package dev.thimble.examples.gestures;

import dev.thimble.data.Recordings;
import dev.thimble.testing.ModelCheck;
import dev.thimble.testing.StreamReport;
import java.util.ArrayList;
import java.util.List;

/** Shows the test motions to the host twin and the simulated chip, and prints what it costs. */
public final class GesturesDemo {
  /** The classes in the order of the labels. */
  static final List<String> CLASSES = List.of("none", "circle", "shake", "tilt", "knock");

  private static final int CHANNELS = 3;
  private static final int READINGS = 100;
  private static final int HOP = 10;

  private GesturesDemo() {}

  /** The clips of a class that lie beside this class. */
  static List<short[]> clips(String name) {
    short[] readings = Recordings.csvBeside(GesturesDemo.class, name + ".csv", CHANNELS);
    return Recordings.clips(readings, READINGS * CHANNELS);
  }

  /** What is decided at the end of a clip. */
  static int decision(short[] clip) {
    GestureModel model = new GestureModel();
    model.push(clip);
    return model.gesture();
  }

  /** How often each class is taken for which; rows are what was done. */
  static int[][] confusion() {
    int[][] confusion = new int[CLASSES.size()][CLASSES.size()];
    for (int label = 0; label < CLASSES.size(); label++) {
      for (short[] clip : clips(CLASSES.get(label))) {
        confusion[label][decision(clip)]++;
      }
    }
    return confusion;
  }

  /** Prints the report; exits with 1 if anything differs. */
  public static void main(String[] arguments) {
    int[][] confusion = confusion();
    int right = 0;
    int all = 0;
    System.out.printf("%-10s", "seen as");
    CLASSES.forEach(name -> System.out.printf(" %7s", name));
    System.out.println();
    for (int label = 0; label < CLASSES.size(); label++) {
      System.out.printf("%-10s", CLASSES.get(label));
      for (int count : confusion[label]) {
        System.out.printf(" %7d", count);
        all += count;
      }
      System.out.println();
      right += confusion[label][label];
    }
    System.out.printf("right: %d of %d motions (%.1f %%)%n", right, all, 100.0 * right / all);
    List<short[]> every = new ArrayList<>();
    for (String name : CLASSES) {
      every.addAll(clips(name));
    }
    ModelCheck check =
        ModelCheck.of(
            GesturesDemo.class, Gesture.class.getName(), () -> new GestureModel().hostTwin());
    StreamReport report =
        new StreamReport(
            check, new GestureModel().hostTwin(), every, HOP * CHANNELS, 0, System.out);
    System.exit(report.print() == 0 ? 0 : 1);
  }
}
