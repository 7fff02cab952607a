package dev.thimble.data;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the features of recordings as {@code .npz}, exactly as the chip will compute them: what a
 * network is trained on is what it will read.
 *
 * <pre>{@code
 * java -cp classes:thimble-dsl-api.jar dev.thimble.data.FeatureWriter \
 *     ex.WakeSoundModel spectrum train.npz rate=16000 clip=41600 scale=0.0390625 0=other.wav 1=word.wav
 * }</pre>
 *
 * The first argument is the generated twin of a model that takes a signal, the second a step of it,
 * the third the file to write. {@code rate} is that of WAV files; {@code columns} are the numbers
 * in a line of CSV files; a file is cut into clips of {@code clip} samples, and into one clip where
 * that is not given; {@code scale} is what a step of the integers stands for; {@code array} is the
 * name that features get, that of the step where it is not given. Then come files, each with the
 * number of its class. Every clip starts with a reset.
 *
 * <p>The file gets the features, {@code clips x runs x features}, of the runs of all clips in which
 * there was something new; the shortest clip says how many runs count; and {@code y}, the class of
 * each clip.
 */
public final class FeatureWriter {
  private final Object twin;
  private final Method push;
  private final Method reset;
  private final Method step;
  private double scale = 1;
  private int rate = 16_000;
  private int columns = 1;
  private int clip;
  private String array;
  private final List<List<float[]>> features = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();

  private FeatureWriter(String twin, String step) throws ReflectiveOperationException {
    Class<?> type = Class.forName(twin);
    Constructor<?> made = type.getDeclaredConstructor();
    made.setAccessible(true);
    this.twin = made.newInstance();
    this.push = open(type.getDeclaredMethod("push", short[].class));
    this.reset = open(type.getDeclaredMethod("reset"));
    this.step = open(type.getDeclaredMethod(step));
    this.array = step;
  }

  private static Method open(Method method) {
    method.setAccessible(true);
    return method;
  }

  /** The command line; exits with 2 where it cannot be done. */
  public static void main(String[] arguments) {
    if (arguments.length < 4) {
      System.err.println(
          "usage: FeatureWriter TWIN STEP FILE.npz [rate=HZ] [columns=N] [clip=SAMPLES]"
              + " [scale=REAL] [array=NAME] CLASS=FILE...");
      System.exit(2);
    }
    try {
      FeatureWriter writer = new FeatureWriter(arguments[0], arguments[1]);
      for (String option : Arrays.asList(arguments).subList(3, arguments.length)) {
        int equals = option.indexOf('=');
        writer.option(option.substring(0, Math.max(0, equals)), option.substring(equals + 1));
      }
      writer.write(Path.of(arguments[2]));
    } catch (ReflectiveOperationException | IOException | IllegalArgumentException e) {
      System.err.println("FeatureWriter: " + e);
      System.exit(2);
    }
  }

  private void option(String name, String value) throws IOException, ReflectiveOperationException {
    switch (name) {
      case "rate" -> rate = Integer.parseInt(value);
      case "columns" -> columns = Integer.parseInt(value);
      case "clip" -> clip = Integer.parseInt(value);
      case "scale" -> scale = Double.parseDouble(value);
      case "array" -> array = value;
      default -> file(Integer.parseInt(name), value);
    }
  }

  private void file(int label, String name) throws IOException, ReflectiveOperationException {
    short[] samples;
    try (InputStream file = Files.newInputStream(Path.of(name))) {
      samples = name.endsWith(".csv") ? Recordings.csv(file, columns) : Recordings.wav(file, rate);
    }
    for (short[] part : clip > 0 ? Recordings.clips(samples, clip) : List.of(samples)) {
      reset.invoke(twin);
      List<float[]> runs = new ArrayList<>();
      for (int at = 0; at < part.length; at += columns) {
        if ((boolean) push.invoke(twin, Arrays.copyOfRange(part, at, at + columns))) {
          runs.add(reals(step.invoke(twin)));
        }
      }
      features.add(runs);
      labels.add(label);
    }
  }

  private float[] reals(Object integers) {
    float[] reals = new float[Array.getLength(integers)];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = (float) (Array.getDouble(integers, i) * scale);
    }
    return reals;
  }

  private void write(Path file) throws IOException {
    int runs = features.stream().mapToInt(List::size).min().orElse(0);
    if (runs == 0) {
      throw new IOException("no clip, or one that is too short for a run");
    }
    int width = features.get(0).get(0).length;
    float[] all = new float[features.size() * runs * width];
    int at = 0;
    for (List<float[]> each : features) {
      for (float[] row : each.subList(0, runs)) {
        System.arraycopy(row, 0, all, at, width);
        at += width;
      }
    }
    new NpzWriter()
        .floats(array, all, features.size(), runs, width)
        .integers("y", labels.stream().mapToInt(i -> i).toArray(), labels.size())
        .write(file);
    System.out.printf("%s: %d clips of %d x %d%n", file, features.size(), runs, width);
  }
}
