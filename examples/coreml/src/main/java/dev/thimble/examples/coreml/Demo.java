package dev.thimble.examples.coreml;

import dev.thimble.HostTwin;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.FlashRam;
import dev.thimble.testing.LongSummary;
import dev.thimble.testing.ModelCheck;
import dev.thimble.testing.Prediction;
import dev.thimble.testing.Run;
import dev.thimble.testing.StepInfo;
import dev.thimble.testing.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs every held-out picture through the host twin, through the C on this host and through the
 * firmware on a simulated Cortex-M4, compares every byte, and prints what each step costs.
 */
public final class Demo {
  private final Pictures pictures = Pictures.heldOut();
  private int compared;
  private int mismatches;
  private final List<String> accuracies = new ArrayList<>();

  private Demo() {}

  /** Prints the report; exits with 1 if anything differs. */
  public static void main(String[] arguments) {
    Demo demo = new Demo();
    demo.model(
        "CoreMlDigits", CoreMlDigitsModel::picture, () -> new CoreMlDigitsModel().hostTwin());
    System.out.printf(
        "%d pictures, %d runs compared byte by byte, %d mismatches, accuracy %s%n",
        demo.pictures.count(), demo.compared, demo.mismatches, String.join(", ", demo.accuracies));
    System.exit(demo.mismatches == 0 ? 0 : 1);
  }

  private void model(String name, Function<float[], byte[]> quantize, Supplier<HostTwin> twins) {
    System.out.printf("== %s ==%n", name);
    ModelCheck check = ModelCheck.of(Demo.class, Demo.class.getPackageName() + "." + name, twins);
    HostTwin twin = twins.get();
    List<byte[]> inputs = new ArrayList<>();
    List<byte[]> outputs = new ArrayList<>();
    int right = 0;
    for (int i = 0; i < pictures.count(); i++) {
      byte[] input = quantize.apply(pictures.pixels(i));
      twin.infer(input);
      inputs.add(input);
      outputs.add(twin.outputs());
      right += twin.outputs()[0] == pictures.label(i) ? 1 : 0;
    }
    accuracies.add(
        String.format(
            "%s %.4f (%d/%d)", name, (double) right / pictures.count(), right, pictures.count()));
    System.out.printf("host twin: %s%n", accuracies.get(accuracies.size() - 1));
    for (Target target : check.targets()) {
      if (target.availability().isAvailable()) {
        target(check, target, inputs, outputs);
      } else {
        System.out.printf("%s: skipped, %s%n", target.name(), target.availability().reason());
      }
    }
    System.out.println();
  }

  private void target(ModelCheck check, Target target, List<byte[]> inputs, List<byte[]> expected) {
    try (Firmware firmware = target.build(BuildOptions.DEFAULT)) {
      Run run = firmware.run(inputs);
      int differing = 0;
      for (int i = 0; i < inputs.size(); i++) {
        differing += Arrays.equals(expected.get(i), run.outputs().get(i)) ? 0 : 1;
      }
      compared += inputs.size();
      mismatches += differing;
      System.out.printf(
          "%s: %d pictures, %d mismatches%n", target.name(), inputs.size(), differing);
      if (!target.isHost()) {
        report(check, target, firmware, run);
      }
    }
  }

  private static void report(ModelCheck check, Target target, Firmware firmware, Run run) {
    Prediction predicted = check.prediction(target);
    String unit = run.unit().toString().toLowerCase(Locale.ROOT);
    System.out.printf(
        "  %-10s %8s %8s %8s %12s %12s   (%s)%n",
        "step", "MACs", "flash", "result B", "predicted", "measured", unit);
    for (StepInfo step : check.model().info().steps()) {
      LongSummary measured = run.perStep().get(step.function().orElse(""));
      System.out.printf(
          "  %-10s %,8d %,8d %,8d %,12d %,12d%n",
          step.name(),
          value(predicted, step.name(), "macs"),
          value(predicted, step.name(), "code") + value(predicted, step.name(), "constants"),
          step.bytes(),
          value(predicted, step.name(), "cycles"),
          measured == null ? 0 : measured.max());
    }
    FlashRam sizes = firmware.sizes();
    row("inference", unit, value(predicted, "*", "cycles"), run.total().max());
    row("model flash", "bytes", value(predicted, "*", "flash"), sizes.modelFlash());
    row("model RAM", "bytes", value(predicted, "*", "arena"), sizes.structBytes());
    row("stack", "bytes", value(predicted, "*", "stack"), run.stackBytes().orElse(0));
    System.out.printf(
        "  whole firmware in the simulator: %,d bytes of flash, %,d of static RAM%n",
        sizes.firmwareFlash(), sizes.firmwareRam());
  }

  private static void row(String what, String unit, long predicted, long measured) {
    System.out.printf(
        "  %-12s predicted %,10d, measured %,10d %s%n", what, predicted, measured, unit);
  }

  private static long value(Prediction prediction, String kernel, String metric) {
    return prediction.value(kernel, metric).orElse(0);
  }
}
