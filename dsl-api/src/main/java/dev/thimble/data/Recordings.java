package dev.thimble.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Reads samples of a signal from WAV, CSV and NumPy files. */
public final class Recordings {
  private static final long MOST_BYTES = 1L << 30;

  private Recordings() {}

  /**
   * The samples of a WAV file with one channel of 16 bits, or of 8 bits by the mu law or the A law.
   *
   * @param rate samples a second that are expected
   * @throws IOException if it is no such file
   */
  public static short[] wav(InputStream file, int rate) throws IOException {
    try (AudioInputStream coded = AudioSystem.getAudioInputStream(new BufferedInputStream(file))) {
      AudioFormat format = coded.getFormat();
      if (format.getSampleRate() != rate || format.getChannels() != 1) {
        throw new IOException("expected one channel at " + rate + " Hz, got " + format);
      }
      AudioFormat wanted = new AudioFormat(rate, Short.SIZE, 1, true, false);
      if (!AudioSystem.isConversionSupported(wanted, format)) {
        throw new IOException("expected 16 bits, or 8 by a law, got " + format);
      }
      try (AudioInputStream audio = AudioSystem.getAudioInputStream(wanted, coded)) {
        byte[] bytes = audio.readNBytes((int) MOST_BYTES);
        short[] samples = new short[bytes.length / Short.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
      }
    } catch (UnsupportedAudioFileException e) {
      throw new IOException("not a WAV file", e);
    }
  }

  /**
   * The samples of a WAV file that lies beside a class; in a named module its package is open.
   *
   * @throws IllegalStateException if it is not there
   * @throws UncheckedIOException if it is not what {@link #wav} reads
   */
  public static short[] wavBeside(Class<?> type, String file, int rate) {
    return Beside.read(type, file, stream -> wav(stream, rate));
  }

  /**
   * The integers of a CSV file that lies beside a class; in a named module its package is open.
   *
   * @throws IllegalStateException if it is not there
   * @throws UncheckedIOException if it is not what {@link #csv} reads
   */
  public static short[] csvBeside(Class<?> type, String file, int columns) {
    return Beside.read(type, file, stream -> csv(stream, columns));
  }

  /**
   * The integers of a CSV file, row by row. Empty lines, and a first line of names, are passed
   * over.
   *
   * @param columns numbers in a row
   * @throws IOException if a line has other than so many 16-bit integers
   */
  public static short[] csv(InputStream file, int columns) throws IOException {
    List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    List<short[]> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean names = i == 0 && line.chars().anyMatch(Character::isLetter);
      if (!line.isBlank() && !names) {
        rows.add(row(line, i + 1, columns));
      }
    }
    short[] all = new short[rows.size() * columns];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * columns, columns);
    }
    return all;
  }

  private static short[] row(String line, int number, int columns) throws IOException {
    String[] fields = line.split(",", -1);
    if (fields.length != columns) {
      throw new IOException(
          "line " + number + ": expected " + columns + " numbers, got " + fields.length);
    }
    short[] row = new short[columns];
    for (int i = 0; i < columns; i++) {
      try {
        row[i] = Short.parseShort(fields[i].trim());
      } catch (NumberFormatException e) {
        throw new IOException(
            "line " + number + ": expected a 16-bit integer, got " + fields[i].trim(), e);
      }
    }
    return row;
  }

  /**
   * The arrays of 16-bit integers that {@code numpy.savez} wrote under names with a common
   * beginning, in the order of their names.
   *
   * @param prefix how the names begin; what follows is the key
   * @throws IOException if there is none, or one has other than 16-bit integers
   */
  public static SortedMap<String, short[]> npz(InputStream file, String prefix) throws IOException {
    SortedMap<String, short[]> recordings = new TreeMap<>();
    for (Map.Entry<String, NpyArray> each : NpyArray.all(file).entrySet()) {
      if (each.getKey().startsWith(prefix)) {
        String name = each.getKey().substring(prefix.length());
        recordings.put(name, each.getValue().shorts(each.getKey()));
      }
    }
    if (recordings.isEmpty()) {
      throw new IOException("expected arrays " + prefix + "...");
    }
    return recordings;
  }

  /** The samples cut into clips of the same length; what is left at the end is not there. */
  public static List<short[]> clips(short[] samples, int length) {
    List<short[]> clips = new ArrayList<>();
    for (int at = 0; at + length <= samples.length; at += length) {
      clips.add(Arrays.copyOfRange(samples, at, at + length));
    }
    return clips;
  }
}
