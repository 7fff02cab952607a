package dev.thimble.examples.mosquito;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Clips of one class, one after the other in a WAV file. */
final class Recordings {
  /** The classes in the order of the labels. */
  static final List<String> CLASSES = List.of("none", "culex", "aedes");

  /** Samples of a clip: 20 frames. */
  static final int CLIP = 128 + 19 * 96;

  private static final float RATE = 4_000;

  private Recordings() {}

  /**
   * The clips of a file.
   *
   * @throws IllegalArgumentException if it is no WAV file of 16 bits, one channel, 4 kHz
   */
  static List<short[]> read(InputStream wav) throws IOException {
    try (AudioInputStream audio = AudioSystem.getAudioInputStream(new BufferedInputStream(wav))) {
      AudioFormat format = audio.getFormat();
      boolean fits =
          format.getSampleRate() == RATE
              && format.getChannels() == 1
              && format.getSampleSizeInBits() == Short.SIZE;
      if (!fits) {
        throw new IllegalArgumentException("expected 16 bits, mono, 4000 Hz, got " + format);
      }
      ByteBuffer bytes = ByteBuffer.wrap(audio.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      short[] samples = new short[bytes.remaining() / Short.BYTES];
      bytes.asShortBuffer().get(samples);
      List<short[]> clips = new ArrayList<>();
      for (int at = 0; at + CLIP <= samples.length; at += CLIP) {
        clips.add(Arrays.copyOfRange(samples, at, at + CLIP));
      }
      return clips;
    } catch (UnsupportedAudioFileException e) {
      throw new IllegalArgumentException("not a WAV file", e);
    }
  }

  /** The clips of a class that lie beside this class. */
  static List<short[]> shipped(String name) throws IOException {
    try (InputStream wav = Recordings.class.getResourceAsStream(name + ".wav")) {
      if (wav == null) {
        throw new IllegalStateException("no " + name + ".wav on the class path");
      }
      return read(wav);
    }
  }
}
