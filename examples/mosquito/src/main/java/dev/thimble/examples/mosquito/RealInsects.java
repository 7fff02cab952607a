package dev.thimble.examples.mosquito;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What the example makes of real insects: {@code RealInsects InsectWingbeatSound_TRAIN.tsv}, of the
 * UCR archive of time series: a class from 1 on and 256 amplitudes a line, the spectrum of an
 * insect that flew through a sensor of light.
 *
 * <p>The archive tells neither which class is which insect nor which frequencies the amplitudes
 * belong to. Taken as evenly from 100 to 2,000 Hz, the second harmonics of most insects lie at
 * twice the first. Each spectrum becomes a clip of that spectrum with random phases, in a little
 * noise.
 */
public final class RealInsects {
  private static final double LOW = 100;
  private static final double HIGH = 2_000;
  private static final double LOUDNESS = 1_500;
  private static final double NOISE = 30;
  private static final long SEED = 3;

  /** What lies above would be heard as something lower at the clip's rate. */
  private static final double HIGHEST = 1_900;

  /** One insect: its class, and how loud each part of the spectrum is. */
  record Insect(int label, double[] amplitudes) {
    private double hertz(int at) {
      return LOW + (HIGH - LOW) * (at + 0.5) / amplitudes.length;
    }

    /** Wingbeats a second: the frequency of which, and of whose double, there is most. */
    double pitch() {
      double best = -1;
      double pitch = 0;
      for (int i = 0; i < amplitudes.length && hertz(i) <= HIGH / 2; i++) {
        int twice = (int) ((2 * hertz(i) - LOW) / (HIGH - LOW) * amplitudes.length);
        double both = amplitudes[i] + amplitudes[Math.min(amplitudes.length - 1, twice)];
        if (both > best) {
          best = both;
          pitch = hertz(i);
        }
      }
      return pitch;
    }

    /** Its sound. */
    short[] clip(Random random) {
      double[] sound = new double[MosquitoDemo.CLIP];
      double energy = 0;
      for (int i = 0; i < amplitudes.length && hertz(i) < HIGHEST; i++) {
        double phase = 2 * Math.PI * random.nextDouble();
        double step = 2 * Math.PI * hertz(i) / MosquitoDemo.RATE;
        for (int t = 0; t < sound.length; t++) {
          sound[t] += amplitudes[i] * Math.sin(step * t + phase);
        }
        energy += amplitudes[i] * amplitudes[i] / 2;
      }
      short[] clip = new short[sound.length];
      for (int t = 0; t < sound.length; t++) {
        double loud = sound[t] / Math.sqrt(energy) * LOUDNESS + NOISE * random.nextGaussian();
        clip[t] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(loud)));
      }
      return clip;
    }
  }

  /** A count out of others. */
  record Share(int right, int all) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%d of %d (%.1f %%)", right, all, 100.0 * right / all);
    }
  }

  /** Pitches from a lower to an upper end, and the species for which the example takes them. */
  private record Pitches(double low, double high, int species) {
    boolean has(double pitch) {
      return low <= pitch && pitch < high;
    }
  }

  /** Between these lie pitches that training has for no class. */
  private static final List<Pitches> TRAINED =
      List.of(new Pitches(0, 300, 0), new Pitches(330, 440, 1), new Pitches(470, 620, 2));

  private static final Pitches ANY = new Pitches(0, HIGH, -1);

  private RealInsects() {}

  /** Prints what is heard. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: RealInsects InsectWingbeatSound_TRAIN.tsv");
      System.exit(2);
    }
    List<Insect> insects = read(Path.of(arguments[0]));
    List<short[]> clips = clips(insects);
    System.out.printf("%-24s %6s %6s %6s%n", "wingbeats a second", "none", "culex", "aedes");
    for (Pitches pitches : TRAINED) {
      int[] heard = heard(insects, clips, pitches);
      String range = String.format(Locale.ROOT, "%.0f to %.0f", pitches.low, pitches.high);
      System.out.printf("%-24s %6d %6d %6d%n", range, heard[0], heard[1], heard[2]);
    }
    int[] all = heard(insects, clips, ANY);
    System.out.printf("%-24s %6d %6d %6d%n", "any", all[0], all[1], all[2]);
    System.out.printf("heard as the species of that pitch: %s%n", asTrained(insects, clips));
    List<double[]> chips = clips.stream().map(RealInsects::features).toList();
    List<double[]> spectra = insects.stream().map(Insect::amplitudes).toList();
    System.out.printf(
        "class of the nearest other by the chip's bands: %s%n", nearest(insects, chips));
    System.out.printf("by the 256 amplitudes themselves: %s%n", nearest(insects, spectra));
  }

  /** The insects of a file. */
  static List<Insect> read(Path file) throws IOException {
    List<Insect> insects = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      double[] numbers = Arrays.stream(line.split("\t")).mapToDouble(Double::parseDouble).toArray();
      double least = Arrays.stream(numbers, 1, numbers.length).min().orElseThrow();
      double[] amplitudes =
          Arrays.stream(numbers, 1, numbers.length).map(each -> each - least).toArray();
      insects.add(new Insect((int) numbers[0], amplitudes));
    }
    return insects;
  }

  /** A clip of each. */
  static List<short[]> clips(List<Insect> insects) {
    Random random = new Random(SEED);
    return insects.stream().map(insect -> insect.clip(random)).toList();
  }

  private static int[] heard(List<Insect> insects, List<short[]> clips, Pitches pitches) {
    MosquitoModel model = new MosquitoModel();
    int[] heard = new int[MosquitoDemo.CLASSES.size()];
    for (int i = 0; i < clips.size(); i++) {
      if (pitches.has(insects.get(i).pitch())) {
        heard[MosquitoDemo.decision(model, clips.get(i))]++;
      }
    }
    return heard;
  }

  /** How many are heard as the species for which the example takes their pitch. */
  static Share asTrained(List<Insect> insects, List<short[]> clips) {
    int right = 0;
    int all = 0;
    for (Pitches pitches : TRAINED) {
      int[] heard = heard(insects, clips, pitches);
      right += heard[pitches.species];
      all += Arrays.stream(heard).sum();
    }
    return new Share(right, all);
  }

  /** How many are of the class of the one whose features are the most alike. */
  static Share nearest(List<Insect> insects, List<double[]> features) {
    int right = 0;
    for (int i = 0; i < features.size(); i++) {
      int nearest = -1;
      double best = Double.MAX_VALUE;
      for (int j = 0; j < features.size(); j++) {
        double distance = j == i ? Double.MAX_VALUE : distance(features.get(i), features.get(j));
        if (distance < best) {
          best = distance;
          nearest = j;
        }
      }
      right += insects.get(i).label() == insects.get(nearest).label() ? 1 : 0;
    }
    return new Share(right, features.size());
  }

  /** What the chip computes of a clip, frames averaged. */
  static double[] features(short[] clip) {
    WingSoundModel sound = new WingSoundModel();
    double[] sums = new double[sound.loudness().length];
    for (short sample : clip) {
      if (sound.push(sample)) {
        short[] levels = sound.loudness();
        for (int band = 0; band < sums.length; band++) {
          sums[band] += levels[band];
        }
      }
    }
    return sums;
  }

  private static double distance(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (one[i] - other[i]) * (one[i] - other[i]);
    }
    return sum;
  }
}
