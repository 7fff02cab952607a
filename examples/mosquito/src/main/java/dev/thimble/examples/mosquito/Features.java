package dev.thimble.examples.mosquito;

import dev.thimble.data.NpzWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the features of recordings, exactly as the chip computes them. */
final class Features {
  private static final int FRAMES = 20;
  private static final int BANDS = 16;
  private static final double DECIBELS = 10 * Math.log10(2) / 64;

  private Features() {}

  /**
   * {@code Features FOLDER FILE.npz}: reads {@code none.wav}, {@code culex.wav} and {@code
   * aedes.wav}.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: Features FOLDER FILE.npz");
      System.exit(2);
    }
    List<float[]> features = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < Recordings.CLASSES.size(); label++) {
      Path file = Path.of(arguments[0], Recordings.CLASSES.get(label) + ".wav");
      try (InputStream wav = Files.newInputStream(file)) {
        for (short[] clip : Recordings.read(wav)) {
          features.add(of(clip));
          labels.add(label);
        }
      }
    }
    float[] all = new float[features.size() * FRAMES * BANDS];
    for (int i = 0; i < features.size(); i++) {
      System.arraycopy(features.get(i), 0, all, i * FRAMES * BANDS, FRAMES * BANDS);
    }
    new NpzWriter()
        .floats("window", all, features.size(), FRAMES, BANDS)
        .integers("y", labels.stream().mapToInt(i -> i).toArray(), labels.size())
        .write(Path.of(arguments[1]));
    System.out.printf("%s: %d clips of %d x %d%n", arguments[1], labels.size(), FRAMES, BANDS);
  }

  /** The frames of a clip, in decibels. */
  static float[] of(short[] clip) {
    WingSoundModel sound = new WingSoundModel();
    float[] features = new float[FRAMES * BANDS];
    int at = 0;
    for (short sample : clip) {
      if (sound.push(sample)) {
        for (short level : sound.loudness()) {
          features[at++] = (float) (level * DECIBELS);
        }
      }
    }
    return features;
  }
}
