package dev.thimble.benchmarks;

import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.GeneratedModel;
import dev.thimble.testing.LongSummary;
import dev.thimble.testing.Run;
import dev.thimble.testing.StepInfo;
import dev.thimble.testing.Target;
import dev.thimble.testing.TargetException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Steps of signals: how far their twins are from double precision, by size and level, and what they
 * cost on simulated chips.
 */
public final class SignalBench {
  private static final List<String> CORTEXES = List.of("nrf51822", "stm32l476");
  private static final List<String> AVRS = List.of("atmega328p");
  private static final double[] LEVELS = {0, -20, -40};
  private static final int FRAMES = 6;

  private final List<String> rows = new ArrayList<>();
  private final Path work;

  private SignalBench(Path work) {
    this.work = work;
  }

  /** Measures all; the first argument is the file for the table as comma-separated values. */
  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    SignalBench bench = new SignalBench(Files.createTempDirectory("thimble-signal"));
    System.out.printf("%-20s %6s %27s %s%n", "step", "size", "dB at 0, -20, -40 dB", "cost");
    for (SignalCase each : SignalCases.all()) {
      bench.measure(each);
    }
    Path table = Path.of(arguments[0]);
    Files.createDirectories(table.toAbsolutePath().getParent());
    Files.writeString(table, "step,size,metric,value\n" + String.join("\n", bench.rows) + "\n");
    System.out.printf("%d figures in %s%n", bench.rows.size(), table);
  }

  private void measure(SignalCase each) throws IOException, ReflectiveOperationException {
    Optional<Path> cortex = compile(each, CORTEXES, "cortex");
    if (cortex.isEmpty()) {
      return;
    }
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%-20s %6d", each.name(), each.size()));
    for (double level : LEVELS) {
      double decibels = decibels(each, cortex.get(), level);
      row(each, String.format(Locale.ROOT, "snr at %.0f dB", level), decibels);
      line.append(String.format(Locale.ROOT, " %8.1f", decibels));
    }
    costs(each, cortex.get(), line);
    if (each.avr()) {
      compile(each, AVRS, "avr").ifPresent(folder -> costs(each, folder, line));
    }
    System.out.println(line);
  }

  private void row(SignalCase each, String metric, double value) {
    String name = each.name().replace(",", "");
    rows.add(String.format(Locale.ROOT, "%s,%d,%s,%.1f", name, each.size(), metric, value));
  }

  private Optional<Path> compile(SignalCase each, List<String> chips, String kind)
      throws IOException {
    String place = each.name().replaceAll("\\W+", "-") + "-" + each.size() + "-" + kind;
    return Sources.compile("Net", each.source(chips), Files.createDirectory(work.resolve(place)));
  }

  /** The deviation of amplitudes or coefficients from the reference. */
  private static double decibels(SignalCase each, Path folder, double level)
      throws ReflectiveOperationException, IOException {
    Random random = new Random(each.size());
    short[] samples = new short[FRAMES * each.size()];
    double loudness = 32_000 * Math.pow(10, level / 20);
    for (int i = 0; i < samples.length; i++) {
      double tones = 0.5 * Math.sin(i * 0.61) + 0.3 * Math.sin(i * 0.2 + 1);
      samples[i] = (short) Math.round(loudness * (tones + 0.2 * (random.nextDouble() - 0.5)));
    }
    double[] reals = new double[samples.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = samples[i] / 32_768.0;
    }
    List<double[]> wanted = each.reference().of(reals);
    List<double[]> got = twin(each, folder, samples);
    double signal = 0;
    double noise = 0;
    for (int run = 0; run < wanted.size(); run++) {
      for (int i = 0; i < wanted.get(run).length; i++) {
        double off = got.get(run)[i] - wanted.get(run)[i];
        signal += wanted.get(run)[i] * wanted.get(run)[i];
        noise += off * off;
      }
    }
    return 10 * Math.log10(signal / noise);
  }

  private static List<double[]> twin(SignalCase each, Path folder, short[] samples)
      throws ReflectiveOperationException, IOException {
    List<double[]> runs = new ArrayList<>();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Class<?> type = loader.loadClass("NetModel");
      Constructor<?> made = type.getDeclaredConstructor();
      made.setAccessible(true);
      Object twin = made.newInstance();
      Method push = type.getDeclaredMethod("push", short[].class);
      Method step = type.getDeclaredMethod(each.result());
      push.setAccessible(true);
      step.setAccessible(true);
      for (int at = 0; at < samples.length; at += each.size()) {
        push.invoke(twin, Arrays.copyOfRange(samples, at, at + each.size()));
        runs.add(reals(each, step.invoke(twin)));
      }
    }
    return runs;
  }

  /** Integers of a result in reals: amplitudes of levels, and coefficients by their step. */
  private static double[] reals(SignalCase each, Object integers) {
    double[] reals = new double[Array.getLength(integers)];
    for (int i = 0; i < reals.length; i++) {
      double value = Array.getDouble(integers, i);
      boolean logarithm = each.unit() == 0;
      reals[i] = logarithm ? Math.exp(value * Math.log(2) / 512) : value * each.unit();
    }
    return reals;
  }

  private void costs(SignalCase each, Path folder, StringBuilder line) {
    GeneratedModel model = GeneratedModel.read(folder.resolve("META-INF/thimble/Net"));
    for (Target target : model.targets()) {
      if (!target.isHost() && target.availability().isAvailable()) {
        try {
          cost(each, model, target, line);
        } catch (TargetException tooLarge) {
          // What fits the chip may still not fit beside the measuring program.
          line.append("  ").append(target.device().name()).append(" no room to measure");
        }
      }
    }
  }

  private void cost(SignalCase each, GeneratedModel model, Target target, StringBuilder line) {
    long cost = cost(each, model, target);
    String chip = target.device().name();
    row(each, chip, cost);
    line.append(String.format(Locale.ROOT, "  %s %,d", chip, cost));
  }

  /** What the dearest of some frames of noise takes, at {@code -O2}. */
  static long cost(SignalCase each, GeneratedModel model, Target target) {
    Random random = new Random(1);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      byte[] input = new byte[model.info().inputBytes()];
      random.nextBytes(input);
      inputs.add(input);
    }
    try (Firmware firmware = target.build(BuildOptions.DEFAULT.withOptimization("-O2"))) {
      Run run = firmware.run(inputs);
      long cost = 0;
      for (StepInfo step : model.info().steps()) {
        LongSummary measured = run.perStep().get(step.function().orElse(""));
        boolean wanted = each.kernels().stream().anyMatch(step.name()::startsWith);
        cost += wanted && measured != null ? measured.max() : 0;
      }
      return cost;
    }
  }
}
