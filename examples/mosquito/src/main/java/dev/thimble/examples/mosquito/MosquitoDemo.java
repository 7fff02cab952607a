package dev.thimble.examples.mosquito;

import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.FlashRam;
import dev.thimble.testing.LongSummary;
import dev.thimble.testing.ModelCheck;
import dev.thimble.testing.Prediction;
import dev.thimble.testing.Run;
import dev.thimble.testing.RunOptions;
import dev.thimble.testing.StepInfo;
import dev.thimble.testing.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the host twin and the simulated chip listen to the test recordings, compares what they say,
 * and prints what it costs.
 */
public final class MosquitoDemo {
  private static final int HOP = 96;

  /** Zeros that count as heard at the start, so that the first frame ends with a run. */
  private static final int LEAD = 64;

  private static final int RUNS = (LEAD + Recordings.CLIP) / HOP;

  private MosquitoDemo() {}

  /** Prints the report; exits with 1 if anything differs. */
  public static void main(String[] arguments) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    List<Integer> decisions = new ArrayList<>();
    int[][] confusion = new int[3][3];
    MosquitoModel model = new MosquitoModel();
    for (int label = 0; label < 3; label++) {
      for (short[] clip : Recordings.shipped(Recordings.CLASSES.get(label))) {
        model.reset();
        if (!model.push(clip)) {
          throw new IllegalStateException("a clip brings a decision");
        }
        decisions.add(model.species());
        confusion[label][model.species()]++;
        inputs.addAll(runs(clip));
      }
    }
    table(confusion, decisions.size());
    String name = Mosquito.class.getName();
    ModelCheck check =
        ModelCheck.of(MosquitoDemo.class, name, () -> new MosquitoModel().hostTwin());
    int mismatches = 0;
    for (Target target : check.targets()) {
      if (target.availability().isAvailable()) {
        mismatches += compare(check, target, inputs, decisions);
      } else {
        System.out.printf("%s: skipped, %s%n", target.name(), target.availability().reason());
      }
    }
    System.exit(mismatches == 0 ? 0 : 1);
  }

  private static void table(int[][] confusion, int clips) {
    int right = 0;
    System.out.printf("%-10s %6s %6s %6s%n", "heard as", "none", "culex", "aedes");
    for (int label = 0; label < 3; label++) {
      int[] row = confusion[label];
      String name = Recordings.CLASSES.get(label);
      System.out.printf("%-10s %6d %6d %6d%n", name, row[0], row[1], row[2]);
      right += row[label];
    }
    System.out.printf("right: %d of %d clips (%.1f %%)%n", right, clips, 100.0 * right / clips);
  }

  /** The runs of a clip, 16 bits a sample. */
  private static List<byte[]> runs(short[] clip) {
    ByteBuffer all = ByteBuffer.allocate(2 * (LEAD + clip.length)).order(ByteOrder.LITTLE_ENDIAN);
    all.position(2 * LEAD);
    for (short sample : clip) {
      all.putShort(sample);
    }
    List<byte[]> runs = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      byte[] samples = new byte[2 * HOP];
      all.get(2 * HOP * run, samples);
      runs.add(samples);
    }
    return runs;
  }

  private static int compare(
      ModelCheck check, Target target, List<byte[]> inputs, List<Integer> decisions) {
    try (Firmware firmware = target.build(BuildOptions.DEFAULT)) {
      Run run = firmware.run(inputs, RunOptions.DEFAULT.withRestartEvery(RUNS));
      int mismatches = 0;
      for (int i = 0; i < decisions.size(); i++) {
        mismatches += run.outputs().get((i + 1) * RUNS - 1)[0] == decisions.get(i) ? 0 : 1;
      }
      System.out.printf(
          "%s: %d clips, %d decisions differ from the twin's%n",
          target.name(), decisions.size(), mismatches);
      if (!target.isHost()) {
        costs(check, target, firmware, run);
      }
      return mismatches;
    }
  }

  private static void costs(ModelCheck check, Target target, Firmware firmware, Run run) {
    Prediction predicted = check.prediction(target);
    System.out.printf(
        "  %-18s %12s %12s   (cycles of a run at most)%n", "", "predicted", "measured");
    for (StepInfo step : check.model().info().steps()) {
      LongSummary measured = run.perStep().get(step.function().orElse(""));
      row(
          step.name(),
          predicted.value(step.name(), "cycles").orElse(0),
          measured == null ? 0 : measured.max());
    }
    FlashRam sizes = firmware.sizes();
    row("a run, cycles", predicted.value(Prediction.MODEL, "cycles").orElse(0), run.total().max());
    row("flash, bytes", predicted.value(Prediction.MODEL, "flash").orElse(0), sizes.modelFlash());
    long stack = run.stackBytes().orElse(0);
    row(
        "RAM, bytes",
        predicted.value(Prediction.MODEL, "ram").orElse(0),
        sizes.structBytes() + stack);
    System.out.printf(
        "  busy for %.0f %% of the time while it listens, at 8 MHz%n",
        100.0 * run.total().sum() / run.total().calls() / (HOP / 4_000.0 * 8e6));
  }

  private static void row(String what, long predicted, long measured) {
    System.out.printf("  %-18s %,12d %,12d%n", what, predicted, measured);
  }
}
