package dev.thimble.examples.wakeword;

import dev.thimble.data.Recordings;
import dev.thimble.testing.StreamReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How well it hears: {@code Listening FOLDER [RECORDINGS]}, with what training/synthesise.py made,
 * and what other programs recorded. Then the C, here and on the simulated chip, hears all of
 * FOLDER, too.
 */
final class Listening {
  private static final int MINUTE = 60 * WakeWordDemo.RATE;

  private Listening() {}

  /**
   * Prints detections in test clips, false alarms an hour of background, and whether the C decides
   * as the twin does; exits with 1 if it does not.
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    List<short[]> clips = new ArrayList<>();
    for (String name : List.of("positive", "negative")) {
      List<short[]> some =
          Recordings.clips(read(folder.resolve("test/" + name + ".wav")), WakeWordDemo.CLIP);
      heard(name, some);
      clips.addAll(some);
    }
    List<short[]> background = new ArrayList<>();
    for (Path file : files(folder.resolve("background"))) {
      background.add(read(file));
    }
    alarms(background);
    if (arguments.length > 1) {
      elsewhere(Path.of(arguments[1]));
    }
    System.out.println("all test clips on host and chip:");
    int differences = compared(clips);
    System.out.println("all of the background on host and chip, each minute for itself:");
    for (short[] samples : background) {
      differences += compared(minutes(samples));
    }
    System.exit(differences == 0 ? 0 : 1);
  }

  private static void heard(String name, List<short[]> clips) {
    int heard = 0;
    double left = 0;
    for (short[] clip : clips) {
      int first = WakeWordDemo.first(new WakeWordModel(), clip);
      heard += first < 0 ? 0 : 1;
      left += first < 0 ? 0 : (double) (clip.length - first) / WakeWordDemo.RATE;
    }
    System.out.printf(
        Locale.ROOT,
        "%s: the word is heard in %d of %d clips, %.2f s before their end in the mean%n",
        name,
        heard,
        clips.size(),
        left / Math.max(1, heard));
  }

  private static void alarms(List<short[]> background) {
    int alarms = 0;
    double seconds = 0;
    WakeWordModel model = new WakeWordModel();
    for (short[] samples : background) {
      alarms += WakeWordDemo.detections(model, samples);
      seconds += (double) samples.length / WakeWordDemo.RATE;
    }
    System.out.printf(
        Locale.ROOT,
        "background: %d false alarms in %.0f minutes, %.1f an hour%n",
        alarms,
        seconds / 60,
        alarms * 3600 / seconds);
  }

  private static void elsewhere(Path shared) throws IOException {
    int[] found = new int[2];
    int[] all = new int[2];
    for (Map.Entry<String, short[]> each : Elsewhere.read(shared).entrySet()) {
      int kind = each.getKey().startsWith(Elsewhere.WORD) ? 0 : 1;
      found[kind] += Elsewhere.detections(each.getValue()) > 0 ? 1 : 0;
      all[kind]++;
    }
    System.out.printf(
        "recordings from elsewhere: heard in %d of %d with the word, in %d of %d others%n",
        found[0], all[0], found[1], all[1]);
  }

  /** How many outputs of the C, here and on the chip, are not the twin's. */
  private static int compared(List<short[]> recordings) {
    return new StreamReport(
            WakeWordDemo.check(),
            new WakeWordModel().hostTwin(),
            recordings,
            WakeWordDemo.HOP,
            WakeWordDemo.LEAD,
            System.out)
        .compare();
  }

  /** Pieces of a minute; silence fills up the last one. */
  private static List<short[]> minutes(short[] samples) {
    List<short[]> minutes = new ArrayList<>();
    for (int at = 0; at < samples.length; at += MINUTE) {
      minutes.add(Arrays.copyOfRange(samples, at, at + MINUTE));
    }
    return minutes;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.sorted().toList());
    }
  }

  private static short[] read(Path wav) throws IOException {
    try (InputStream file = Files.newInputStream(wav)) {
      return Recordings.wav(file, WakeWordDemo.RATE);
    }
  }
}
