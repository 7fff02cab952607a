package dev.thimble.examples.wakeword;

import dev.thimble.data.LabelledReals;
import dev.thimble.data.Recordings;
import dev.thimble.testing.ClassifierReport;
import dev.thimble.testing.ModelCheck;
import dev.thimble.testing.StreamReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lets the host twin and the simulated chip listen to voices, and prints what it costs. */
public final class WakeWordDemo {
  /** Samples of a clip, 2.6 s. */
  static final int CLIP = 41_600;

  /** Samples a second. */
  static final int RATE = 16_000;

  /** Samples of a run. */
  static final int HOP = 320;

  /** Zeros that count as heard at the start, so that the first window ends with a run. */
  static final int LEAD = 160;

  private WakeWordDemo() {}

  /** The clips that lie beside this class, with the word or without. */
  static List<short[]> clips(String name) {
    return Recordings.clips(Recordings.wavBeside(WakeWordDemo.class, name + ".wav", RATE), CLIP);
  }

  /** How often the word is heard in a recording. */
  static int detections(WakeWordModel model, short[] samples) {
    int found = 0;
    for (int at = 0; at + HOP <= samples.length; at += HOP) {
      found += model.push(Arrays.copyOfRange(samples, at, at + HOP)) ? model.wake() : 0;
    }
    return found;
  }

  /** How many samples have come when the word is first heard in a recording; -1 if it is not. */
  static int first(WakeWordModel model, short[] samples) {
    for (int at = HOP; at <= samples.length; at += HOP) {
      if (model.push(Arrays.copyOfRange(samples, at - HOP, at)) && model.wake() == 1) {
        return at;
      }
    }
    return -1;
  }

  /** What holds the C to the twin. */
  static ModelCheck check() {
    return ModelCheck.of(
        WakeWordDemo.class, WakeWord.class.getName(), () -> new WakeWordModel().hostTwin());
  }

  /** Prints the report; exits with 1 if anything differs. */
  public static void main(String[] arguments) {
    List<short[]> all = new ArrayList<>();
    for (String name : List.of("positive", "negative")) {
      int heard = 0;
      List<short[]> clips = clips(name);
      for (short[] clip : clips) {
        heard += Math.min(1, detections(new WakeWordModel(), clip));
      }
      System.out.printf("%s: the word is heard in %d of %d clips%n", name, heard, clips.size());
      all.addAll(clips);
    }
    StreamReport report =
        new StreamReport(check(), new WakeWordModel().hostTwin(), all, HOP, LEAD, System.out);
    int differences = report.print();
    System.out.printf("%nthe network alone, over windows of features%n");
    differences +=
        new ClassifierReport(windows(), System.out)
            .model(
                WakeNetwork.class,
                WakeNetworkModel::window,
                () -> new WakeNetworkModel().hostTwin())
            .sum();
    System.exit(differences == 0 ? 0 : 1);
  }

  /** Windows of voices that training never heard, with the word or without. */
  static LabelledReals windows() {
    return LabelledReals.beside(WakeWordDemo.class, "wakeword_test.npz", "window");
  }
}
