package dev.thimble.testing;

import dev.thimble.HostTwin;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Feeds recordings to a model that takes a signal: to its host twin, to its C on this machine and
 * to simulated chips; compares every output of every run, and prints what was predicted and
 * measured.
 */
public final class StreamReport {
  private final ModelCheck check;
  private final PrintStream out;
  private final List<byte[]> runs = new ArrayList<>();
  private final List<byte[]> expected = new ArrayList<>();
  private final int runsOfClip;

  /**
   * A report.
   *
   * @param check the model
   * @param twin its twin, in its initial state
   * @param clips recordings of the same length, each heard from the initial state
   * @param hop numbers that a run takes, all channels together
   * @param lead zeros that count as there before a recording
   * @param out where it is printed
   */
  public StreamReport(
      ModelCheck check, HostTwin twin, List<short[]> clips, int hop, int lead, PrintStream out) {
    this.check = check;
    this.out = out;
    this.runsOfClip = (lead + clips.get(0).length) / hop;
    for (short[] clip : clips) {
      twin.reset();
      for (byte[] run : runs(clip, hop, lead)) {
        twin.infer(run);
        runs.add(run);
        expected.add(twin.outputs());
      }
    }
  }

  private static List<byte[]> runs(short[] clip, int hop, int lead) {
    int size = Short.BYTES * hop;
    int all = Short.BYTES * (lead + clip.length);
    ByteBuffer samples = ByteBuffer.allocate(all).order(ByteOrder.LITTLE_ENDIAN);
    samples.position(Short.BYTES * lead);
    for (short sample : clip) {
      samples.putShort(sample);
    }
    List<byte[]> runs = new ArrayList<>();
    for (int at = 0; at + size <= all; at += size) {
      runs.add(Arrays.copyOfRange(samples.array(), at, at + size));
    }
    return runs;
  }

  /**
   * Runs all of it on everything that is there, and prints how much differs and what it costs;
   * returns how many outputs differ.
   */
  public int print() {
    return print(true);
  }

  /** As {@link #print()}, without the costs. */
  public int compare() {
    return print(false);
  }

  private int print(boolean costs) {
    int mismatches = 0;
    for (Target target : check.targets()) {
      if (target.availability().isAvailable()) {
        mismatches += print(target, costs);
      } else {
        out.printf("%s: skipped, %s%n", target.name(), target.availability().reason());
      }
    }
    return mismatches;
  }

  private int print(Target target, boolean costs) {
    try (Firmware firmware = target.build(BuildOptions.DEFAULT)) {
      Run run = firmware.run(runs, RunOptions.DEFAULT.withRestartEvery(runsOfClip));
      int mismatches = 0;
      for (int i = 0; i < expected.size(); i++) {
        mismatches += Arrays.equals(run.outputs().get(i), expected.get(i)) ? 0 : 1;
      }
      out.printf(
          "%s: %,d runs of %d recordings, %d outputs differ from the twin's%n",
          target.name(), expected.size(), expected.size() / runsOfClip, mismatches);
      if (costs && !target.isHost()) {
        costs(target, firmware, run);
      }
      return mismatches;
    }
  }

  private void costs(Target target, Firmware firmware, Run run) {
    Prediction predicted = check.prediction(target);
    String unit = target.name().contains("atmega") ? "cycles" : "instructions";
    out.printf("  %-34s %12s %12s%n", "", "predicted", "measured");
    for (StepInfo step : check.model().info().steps()) {
      LongSummary measured = run.perStep().get(step.function().orElse(""));
      long most = measured == null ? 0 : measured.max();
      row(step.name() + ", " + unit, predicted.value(step.name(), "cycles").orElse(0), most);
    }
    FlashRam sizes = firmware.sizes();
    row("a run, " + unit, total(predicted, "cycles"), run.total().max());
    row("a run, mean", total(predicted, "cycles"), run.total().sum() / run.total().calls());
    row("flash, bytes", total(predicted, "flash"), sizes.modelFlash());
    long stack = run.stackBytes().orElse(0);
    row("RAM with stack, bytes", total(predicted, "ram"), sizes.structBytes() + stack);
    long constants = 0;
    for (Prediction.Row each : predicted.rows()) {
      constants += each.metric().equals("constants") ? each.value() : 0;
    }
    out.printf("  %-34s %,12d%n", "constants, bytes", constants);
    new BudgetTable(predicted, out)
        .print(target, firmware, run, check.quality(), OptionalDouble.empty());
  }

  private static long total(Prediction predicted, String metric) {
    return predicted.value(Prediction.MODEL, metric).orElse(0);
  }

  private void row(String what, long predicted, long measured) {
    out.printf("  %-34s %,12d %,12d%n", what, predicted, measured);
  }
}
