package dev.thimble.examples.mosquito;

import dev.thimble.data.Recordings;
import dev.thimble.testing.ModelCheck;
import dev.thimble.testing.StreamReport;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the host twin and the simulated chip listen to the test recordings, compares what they say,
 * and prints what it costs.
 */
public final class MosquitoDemo {
  /** The classes in the order of the labels. */
  static final List<String> CLASSES = List.of("none", "culex", "aedes");

  /** Samples of a clip: 20 frames. */
  static final int CLIP = 128 + 19 * MosquitoDemo.HOP;

  /** Samples a second. */
  static final int RATE = 4_000;

  private static final int HOP = 96;

  /** Zeros that count as heard at the start, so that the first frame ends with a run. */
  private static final int LEAD = 64;

  private MosquitoDemo() {}

  /** The clips of a class that lie beside this class. */
  static List<short[]> clips(String name) {
    return Recordings.clips(Recordings.wavBeside(MosquitoDemo.class, name + ".wav", RATE), CLIP);
  }

  /** What is decided at the end of a clip. */
  static int decision(MosquitoModel model, short[] clip) {
    model.reset();
    if (!model.push(clip)) {
      throw new IllegalStateException("a clip brings a decision");
    }
    return model.species();
  }

  /** Prints the report; exits with 1 if anything differs. */
  public static void main(String[] arguments) {
    MosquitoModel model = new MosquitoModel();
    List<short[]> all = new ArrayList<>();
    int right = 0;
    System.out.printf("%-10s %6s %6s %6s%n", "heard as", "none", "culex", "aedes");
    for (int label = 0; label < CLASSES.size(); label++) {
      int[] heard = new int[CLASSES.size()];
      for (short[] clip : clips(CLASSES.get(label))) {
        heard[decision(model, clip)]++;
        all.add(clip);
      }
      System.out.printf("%-10s %6d %6d %6d%n", CLASSES.get(label), heard[0], heard[1], heard[2]);
      right += heard[label];
    }
    System.out.printf(
        "right: %d of %d clips (%.1f %%)%n", right, all.size(), 100.0 * right / all.size());
    ModelCheck check =
        ModelCheck.of(
            MosquitoDemo.class, Mosquito.class.getName(), () -> new MosquitoModel().hostTwin());
    StreamReport report =
        new StreamReport(check, new MosquitoModel().hostTwin(), all, HOP, LEAD, System.out);
    System.exit(report.print() == 0 ? 0 : 1);
  }
}
