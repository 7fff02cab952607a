package dev.thimble.benchmarks;

import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.FlashRam;
import dev.thimble.testing.GeneratedModel;
import dev.thimble.testing.LongSummary;
import dev.thimble.testing.Prediction;
import dev.thimble.testing.Run;
import dev.thimble.testing.StepInfo;
import dev.thimble.testing.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Measures compiled models on simulated chips and prints each figure beside its prediction, with
 * their ratio. Reads the {@code META-INF/thimble} folders that the processor wrote, so it measures
 * what users get.
 */
public final class Bench {
  private static final int INPUTS = 8;
  private static final int FEW_INPUTS = 2;

  /** A model is measured on the first of them that it fits. */
  private static final List<String> AVRS = List.of("atmega328p", "atmega1284p");

  private static final List<String> CORTEXES =
      List.of("rp2040", "stm32f103ze", "stm32l476", "nrf5340", "corstone-300");

  /** Nearly all of an ATmega328P, which has 32 KiB. */
  private static final String SPEED =
      "@TinyModel(optimise = Optimise.SPEED) @Budget(flash = 31 * Sizes.KIB)";

  private final List<String> rows = new ArrayList<>();
  private final String topic;
  private final Goals goals;

  private Bench(String topic) throws IOException {
    this.topic = topic;
    goals = Goals.read();
  }

  /**
   * Measures models.
   *
   * @param arguments {@code avr} or {@code cortex-m}, the file for the table as comma-separated
   *     values, the folder of the compiled examples, and perhaps a folder of TensorFlow Lite models
   *     that are compiled for the usual chips
   */
  public static void main(String[] arguments) throws IOException {
    Bench bench = new Bench(arguments[0]);
    try (Stream<Path> models = Files.list(Path.of(arguments[2]))) {
      for (Path model : models.sorted().toList()) {
        bench.model(model.getFileName().toString(), model, List.of("-O2", "-Os"), INPUTS);
      }
    }
    if (arguments.length > 3) {
      bench.files(Path.of(arguments[3]));
    }
    Path table = Path.of(arguments[1]);
    Files.createDirectories(table.toAbsolutePath().getParent());
    Files.writeString(
        table,
        "model,device,step,metric,predicted,measured\n" + String.join("\n", bench.rows) + "\n");
    System.out.printf("%d figures in %s%n", bench.rows.size(), table);
  }

  private void files(Path models) throws IOException {
    boolean avr = topic.equals("avr");
    Path work = Files.createTempDirectory("thimble-bench");
    new ModelFiles(models, work, "@TinyModel")
        .each(
            avr ? AVRS : CORTEXES,
            avr,
            (name, folder) -> model(name, folder, List.of("-O2"), FEW_INPUTS));
    if (avr) {
      System.out.println("The same with flash spent on speed:");
      Path fast = Files.createTempDirectory("thimble-bench");
      new ModelFiles(models, fast, SPEED)
          .each(
              AVRS.subList(0, 1),
              true,
              (name, folder) -> model(name + "-speed", folder, List.of("-O2"), FEW_INPUTS));
    }
  }

  private void model(String name, Path folder, List<String> levels, int inputs) throws IOException {
    GeneratedModel model = GeneratedModel.read(folder);
    for (Target target : model.targets()) {
      boolean avr = target.device().compiler().startsWith("avr");
      if (target.isHost() || avr != topic.equals("avr")) {
        continue;
      }
      if (!target.availability().isAvailable()) {
        System.out.printf("%s: skipped, %s%n", target.name(), target.availability().reason());
        continue;
      }
      Path predicted = folder.resolve(target.device().name()).resolve(Prediction.FILE_NAME);
      Prediction prediction = Prediction.fromText(Files.readString(predicted));
      for (String level : levels) {
        try {
          long cycles = measure(name, model, target, prediction, level, inputs);
          if (avr && level.equals("-O2")) {
            portable(name, model, target, inputs, cycles);
          }
        } catch (RuntimeException | AssertionError e) {
          // What fits the chip may still not fit beside the measuring program.
          System.out.printf("%s on %s: not measured, %s%n", name, target.name(), firstLine(e));
        }
      }
    }
  }

  /** The same model without the chip's own code. */
  private void portable(String name, GeneratedModel model, Target target, int inputs, long cycles) {
    String macro = "-D" + model.info().cName().toUpperCase(Locale.ROOT) + "_PORTABLE";
    BuildOptions plain = BuildOptions.DEFAULT.withModelFlags(macro);
    try (Firmware firmware = target.build(plain)) {
      Run run = firmware.run(inputs(model.info().inputBytes(), inputs));
      long measured = run.total().max();
      long flash = firmware.sizes().modelFlash();
      long stack = run.stackBytes().orElse(0);
      String device = target.device().name();
      figure(name, device, "plain C cycles-O2", measured);
      figure(name, device, "plain C flash-O2", flash);
      figure(name, device, "plain C stack-O2", stack);
      System.out.printf(
          Locale.ROOT,
          "  plain C at -O2: %,d cycles (%.1f times as many), flash %,d without the library's"
              + " routines, stack %,d%n",
          measured,
          (double) measured / Math.max(1, cycles),
          flash,
          stack);
    } catch (RuntimeException | AssertionError e) {
      System.out.printf("  plain C not measured: %s%n", firstLine(e));
    }
  }

  /** Cycles of the core, where instructions are measured: nobody measures these. */
  private void estimate(String model, String device, String step, Prediction predicted) {
    predicted
        .value(step, "core-cycles")
        .ifPresent(
            cycles -> {
              rows.add(String.join(",", model, device, step, "core-cycles", "" + cycles, ""));
              System.out.printf(Locale.ROOT, "  %-23s about %,d cycles%n", "", cycles);
            });
  }

  /** A figure that nobody predicts. */
  private void figure(String model, String device, String metric, long measured) {
    rows.add(String.join(",", model, device, Prediction.MODEL, metric, "", "" + measured));
  }

  private long measure(
      String name,
      GeneratedModel model,
      Target target,
      Prediction predicted,
      String level,
      int inputs) {
    String device = target.device().name();
    System.out.printf("%s on %s, %s%n", name, target.name(), level);
    try (Firmware firmware = target.build(BuildOptions.DEFAULT.withOptimization(level))) {
      Run run = firmware.run(inputs(model.info().inputBytes(), inputs));
      long macs = 0;
      for (StepInfo step : model.info().steps()) {
        LongSummary cycles = run.perStep().get(step.function().orElse(""));
        macs += value(predicted, step.name(), "macs");
        if (cycles != null) {
          // A step's cycles have its call in them, and measuring begins behind it.
          long call = value(predicted, Prediction.MODEL, "cycles.call");
          LongSummary called =
              new LongSummary(
                  cycles.calls(), cycles.min() + call, cycles.max() + call, cycles.sum());
          cycles(name, device, step.name(), predicted, level, called);
          estimate(name, device, step.name(), predicted);
        }
      }
      FlashRam sizes = firmware.sizes();
      String all = Prediction.MODEL;
      cycles(name, device, all, predicted, level, run.total());
      estimate(name, device, all, predicted);
      row(name, device, all, "flash" + level, value(predicted, all, "flash"), sizes.modelFlash());
      row(name, device, all, "arena" + level, value(predicted, all, "arena"), sizes.structBytes());
      row(
          name,
          device,
          all,
          "stack" + level,
          value(predicted, all, "stack"),
          run.stackBytes().orElse(0));
      System.out.printf(
          Locale.ROOT,
          "  %.1f %s a multiply-accumulate%n",
          (double) run.total().max() / Math.max(1, macs),
          run.unit().toString().toLowerCase(Locale.ROOT));
      if (level.equals("-O2")) {
        goal(name, device, run.total().max());
      }
      figure(name, device, "macs", macs);
      return run.total().max();
    }
  }

  /** The most, and the least where it is another figure: the time depends on the input. */
  private void cycles(
      String name,
      String device,
      String step,
      Prediction predicted,
      String level,
      LongSummary measured) {
    long most = value(predicted, step, "cycles");
    row(name, device, step, "cycles" + level, most, measured.max());
    long least = predicted.value(step, "cycles.least").orElse(most);
    if (least != most) {
      row(name, device, step, "least-cycles" + level, least, measured.min());
    }
  }

  private void goal(String model, String device, long measured) {
    goals
        .of(model, device)
        .ifPresent(
            goal ->
                System.out.printf(
                    Locale.ROOT,
                    "  goal %,d: %s, ratio %.2f%n",
                    goal,
                    measured <= goal ? "reached" : "missed",
                    (double) measured / goal));
  }

  private void row(
      String model, String device, String step, String metric, long predicted, long measured) {
    rows.add(
        String.join(
            ",", model, device, step, metric, Long.toString(predicted), Long.toString(measured)));
    System.out.printf(
        Locale.ROOT,
        "  %-12s %-10s predicted %,10d, measured %,10d, difference %,d, ratio %.2f%n",
        step.equals(Prediction.MODEL) ? "whole model" : step,
        metric,
        predicted,
        measured,
        predicted - measured,
        (double) predicted / Math.max(1, measured));
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static long value(Prediction predicted, String step, String metric) {
    return predicted.value(step, metric).orElse(0);
  }

  private static List<byte[]> inputs(int bytes, int count) {
    Random random = new Random(1);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] input = new byte[bytes];
      random.nextBytes(input);
      inputs.add(input);
    }
    return inputs;
  }
}
