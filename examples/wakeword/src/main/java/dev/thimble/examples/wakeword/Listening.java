package dev.thimble.examples.wakeword;

import dev.thimble.data.Recordings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How well it hears: {@code Listening FOLDER}, what training/synthesise.py made. */
final class Listening {
  private Listening() {}

  /** Prints detections in test clips, and false alarms an hour of background. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (String name : List.of("positive", "negative")) {
      int heard = 0;
      List<short[]> clips =
          Recordings.clips(read(folder.resolve("test/" + name + ".wav")), WakeWordDemo.CLIP);
      for (short[] clip : clips) {
        heard += Math.min(1, WakeWordDemo.detections(new WakeWordModel(), clip));
      }
      System.out.printf("%s: the word is heard in %d of %d clips%n", name, heard, clips.size());
    }
    int alarms = 0;
    double seconds = 0;
    WakeWordModel model = new WakeWordModel();
    for (Path file : files(folder.resolve("background"))) {
      short[] samples = read(file);
      alarms += WakeWordDemo.detections(model, samples);
      seconds += (double) samples.length / WakeWordDemo.RATE;
    }
    System.out.printf(
        "background: %d false alarms in %.0f minutes, %.1f an hour%n",
        alarms, seconds / 60, alarms * 3600 / seconds);
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
