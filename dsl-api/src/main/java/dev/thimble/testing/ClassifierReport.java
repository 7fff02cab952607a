package dev.thimble.testing;

import dev.thimble.HostTwin;
import dev.thimble.data.LabelledSamples;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives labelled samples to classifiers: to their host twins, to their C on this machine and to
 * simulated chips; compares every output byte by byte, and prints what was predicted and measured.
 */
public final class ClassifierReport {
  private final LabelledSamples samples;
  private final PrintStream out;
  private final List<String> accuracies = new ArrayList<>();
  private int compared;
  private int mismatches;

  /**
   * A report.
   *
   * @param samples what the models are given
   * @param out where it is printed
   */
  public ClassifierReport(LabelledSamples samples, PrintStream out) {
    this.samples = samples;
    this.out = out;
  }

  /**
   * Runs all samples through a model, wherever it can run.
   *
   * @param model the annotated class; the first byte of its outputs is the decision
   * @param quantize the bytes of its input for a sample of reals
   * @param twins makes its host twin
   * @return the report, for the next model
   */
  public ClassifierReport model(
      Class<?> model, Function<float[], byte[]> quantize, Supplier<HostTwin> twins) {
    String name = model.getSimpleName();
    out.printf("== %s ==%n", name);
    List<byte[]> inputs = new ArrayList<>();
    List<byte[]> outputs = new ArrayList<>();
    HostTwin twin = twins.get();
    int right =
        samples.right(
            sample -> {
              inputs.add(quantize.apply(sample));
              twin.infer(inputs.get(inputs.size() - 1));
              outputs.add(twin.outputs());
              return twin.outputs()[0] & 0xFF;
            });
    int all = samples.count();
    accuracies.add(
        String.format(Locale.ROOT, "%s %.4f (%d/%d)", name, (double) right / all, right, all));
    out.printf("host twin: %s%n", accuracies.get(accuracies.size() - 1));
    ModelCheck check = ModelCheck.of(model, model.getName(), twins);
    for (Target target : check.targets()) {
      if (target.availability().isAvailable()) {
        target(check, target, inputs, outputs, (double) right / all);
      } else {
        out.printf("%s: skipped, %s%n", target.name(), target.availability().reason());
      }
    }
    out.println();
    return this;
  }

  /** Prints the sums over all models; returns how many outputs differ. */
  public int sum() {
    out.printf(
        "%d samples, %d runs compared byte by byte, %d mismatches, accuracy %s%n",
        samples.count(), compared, mismatches, String.join(", ", accuracies));
    return mismatches;
  }

  private void target(
      ModelCheck check,
      Target target,
      List<byte[]> inputs,
      List<byte[]> expected,
      double accuracy) {
    try (Firmware firmware = target.build(BuildOptions.DEFAULT)) {
      Run run = firmware.run(inputs);
      int differing = 0;
      for (int i = 0; i < inputs.size(); i++) {
        differing += Arrays.equals(expected.get(i), run.outputs().get(i)) ? 0 : 1;
      }
      compared += inputs.size();
      mismatches += differing;
      out.printf("%s: %d samples, %d mismatches%n", target.name(), inputs.size(), differing);
      if (!target.isHost()) {
        costs(check, target, firmware, run);
        new BudgetTable(check.prediction(target), out)
            .print(target, firmware, run, check.quality(), OptionalDouble.of(accuracy));
      }
    }
  }

  private void costs(ModelCheck check, Target target, Firmware firmware, Run run) {
    Prediction predicted = check.prediction(target);
    String unit = run.unit().toString().toLowerCase(Locale.ROOT);
    out.printf(
        "  %-26s %8s %8s %8s %12s %12s   (%s)%n",
        "step", "MACs", "flash", "result B", "predicted", "measured", unit);
    for (StepInfo step : check.model().info().steps()) {
      LongSummary measured = run.perStep().get(step.function().orElse(""));
      out.printf(
          "  %-26s %,8d %,8d %,8d %,12d %,12d%n",
          step.name(),
          value(predicted, step.name(), "macs"),
          value(predicted, step.name(), "code") + value(predicted, step.name(), "constants"),
          step.bytes(),
          value(predicted, step.name(), "cycles"),
          measured == null ? 0 : measured.max());
    }
    FlashRam sizes = firmware.sizes();
    row("inference", unit, value(predicted, Prediction.MODEL, "cycles"), run.total().max());
    row("model flash", "bytes", value(predicted, Prediction.MODEL, "flash"), sizes.modelFlash());
    row("model RAM", "bytes", value(predicted, Prediction.MODEL, "arena"), sizes.structBytes());
    row("stack", "bytes", value(predicted, Prediction.MODEL, "stack"), run.stackBytes().orElse(0));
    out.printf(
        "  whole firmware in the simulator: %,d bytes of flash, %,d of static RAM%n",
        sizes.firmwareFlash(), sizes.firmwareRam());
  }

  private void row(String what, String unit, long predicted, long measured) {
    out.printf("  %-12s predicted %,10d, measured %,10d %s%n", what, predicted, measured, unit);
  }

  private static long value(Prediction prediction, String kernel, String metric) {
    return prediction.value(kernel, metric).orElse(0);
  }
}
