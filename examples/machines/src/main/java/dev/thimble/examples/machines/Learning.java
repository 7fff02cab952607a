package dev.thimble.examples.machines;

import dev.thimble.data.NpzWriter;
import java.nio.file.Path;

/** Writes the loudness of a healthy pump, as the chip computes it, to learn from. */
final class Learning {
  private static final int WINDOWS = 2_400;
  private static final int CALIBRATION = 60;
  private static final int FRAMES = 31;
  private static final int BANDS = 32;
  private static final long SEED = 1;
  private static final double DECIBELS = 10 * Math.log10(2) / 64;

  private Learning() {}

  /**
   * Writes {@code healthy.npz}.
   *
   * @param arguments the file
   */
  public static void main(String[] arguments) {
    Pump pump = new Pump(SEED);
    float[] windows = new float[CALIBRATION * FRAMES * BANDS];
    float[] averages = new float[WINDOWS * BANDS];
    for (int i = 0; i < WINDOWS; i++) {
      float[] frames = frames(pump.window(Pump.State.HEALTHY, 0));
      if (i < CALIBRATION) {
        System.arraycopy(frames, 0, windows, i * frames.length, frames.length);
      }
      for (int j = 0; j < frames.length; j++) {
        averages[i * BANDS + j % BANDS] += frames[j] / FRAMES;
      }
    }
    new NpzWriter()
        .floats("window", windows, CALIBRATION, FRAMES, BANDS)
        .floats("average", averages, WINDOWS, BANDS)
        .write(Path.of(arguments[0]));
  }

  /** The frames of a window, in decibels. */
  private static float[] frames(short[] sound) {
    LoudnessModel model = new LoudnessModel();
    float[] frames = new float[FRAMES * BANDS];
    int at = 0;
    for (int from = 0; from < sound.length; from += 512) {
      short[] hop = new short[512];
      System.arraycopy(sound, from, hop, 0, hop.length);
      if (model.push(hop)) {
        for (short level : model.loudness()) {
          frames[at++] = (float) (level * DECIBELS);
        }
      }
    }
    return frames;
  }
}
