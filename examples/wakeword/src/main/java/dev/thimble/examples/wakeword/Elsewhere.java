package dev.thimble.examples.wakeword;

import dev.thimble.data.Recordings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Recordings that other programs made, in a folder beside the checkout. */
final class Elsewhere {
  /** What names of recordings with the word begin with. */
  static final String WORD = "hey_jarvis";

  private static final int TELEPHONE = 8_000;

  private Elsewhere() {}

  /**
   * The recordings of a folder by name: sound of the reference's networks, and WAV files at 16 kHz,
   * or at 8 kHz with samples put between.
   */
  static SortedMap<String, short[]> read(Path shared) throws IOException {
    SortedMap<String, short[]> all = new TreeMap<>();
    Path spoken = shared.resolve("golden/wake_end_to_end.npz");
    try (InputStream file = Files.newInputStream(spoken)) {
      all.putAll(Recordings.npz(file, "pcm_"));
    }
    for (Path wav : wavs(shared.resolve("data/audio"))) {
      all.put(wav.getFileName().toString(), samples(wav));
    }
    return all;
  }

  private static List<Path> wavs(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".wav")).sorted().toList();
    }
  }

  private static short[] samples(Path wav) throws IOException {
    boolean slow = wav.getParent().endsWith("fsdd");
    try (InputStream file = Files.newInputStream(wav)) {
      short[] samples = Recordings.wav(file, slow ? TELEPHONE : WakeWordDemo.RATE);
      return slow ? twice(samples) : samples;
    }
  }

  /** Twice as many samples: the mean of two neighbours between them. */
  private static short[] twice(short[] samples) {
    short[] more = new short[2 * samples.length];
    for (int i = 0; i < samples.length; i++) {
      int next = samples[Math.min(i + 1, samples.length - 1)];
      more[2 * i] = samples[i];
      more[2 * i + 1] = (short) ((samples[i] + next) / 2);
    }
    return more;
  }

  /** How often the word is heard in a recording, with a second of silence before and behind. */
  static int detections(short[] recording) {
    short[] padded = new short[recording.length + 2 * WakeWordDemo.RATE];
    System.arraycopy(recording, 0, padded, WakeWordDemo.RATE, recording.length);
    return WakeWordDemo.detections(new WakeWordModel(), padded);
  }
}
