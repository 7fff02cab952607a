package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.importer.classical.TrainedData;
import dev.thimble.importer.classical.TrainedModel;
import dev.thimble.kernel.random.Chips;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.FlashRam;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * scikit-learn's models on a simulated ATmega328P beside what others need; the table is {@code
 * target/reports/classical.csv}.
 */
class ClassicalReportTest {
  private static final int RUNS = 24;

  /** Figures of other tools for the same kind of model; where they come from is said in words. */
  private static final Map<String, String> PEERS =
      Map.of(
          "har_rf10",
              "10 trees of depth 6: emlearn 1165 cycles (other thresholds); micromlgen 5098",
          "kmeans_digits10", "nearest of 10 in 64 dimensions: C 13659; assembly 7694",
          "digits_mlp32", "64-32-10 in int8: plain C 60485 (-O2); Thimble's int8 24800");

  private final AvrBackend backend = new AvrBackend();
  private final Chip chip = Chips.of(backend, "atmega328p");

  @Test
  void report() throws Exception {
    assumeTrue(TrainedData.available(), "no shared data");
    List<String> rows = new ArrayList<>();
    rows.add(
        "model,rows,labels_equal,feature_bits,accuracy,flash,ram,stack,cycles_least,cycles_most,"
            + "predicted_most,peers");
    for (String name : TrainedData.NAMES) {
      rows.add(row(TrainedData.json(name)));
      System.out.println(rows.get(rows.size() - 1));
    }
    Path folder = Path.of(System.getProperty("thimble.reports", "target/reports"));
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("classical.csv"), String.join("\n", rows) + "\n");
  }

  private String row(TrainedData data) throws Exception {
    TrainedModel model = data.quantised();
    int count = data.wanted().length;
    int equal = 0;
    int right = 0;
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = model.label(data.samples().get(i));
      equal += labels[i] == data.wanted()[i] ? 1 : 0;
      int at = i;
      int label = labels[i];
      right += data.truth().filter(t -> t[at] == label).isPresent() ? 1 : 0;
    }
    String start =
        String.format(
            Locale.ROOT,
            "%s,%d,%.4f,%d,%s",
            data.name(),
            count,
            (double) equal / count,
            model.bits(),
            data.truth().isPresent()
                ? String.format(Locale.ROOT, "%.4f", (double) right / count)
                : "");
    return start
        + ","
        + measured(data, model, labels)
        + ",\""
        + PEERS.getOrDefault(data.name(), "")
        + '"';
  }

  private String measured(TrainedData data, TrainedModel model, int[] labels) {
    Plan plan = model.model().plan(backend, chip);
    if (plan.flashBytes() > chip.flashBytes()) {
      return String.format(Locale.ROOT, "%d,%d,,,,", plan.flashBytes(), plan.structBytes());
    }
    Target target = model.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      long[] integers = model.integers(data.samples().get(sample(i, labels.length)));
      int width = model.bits() / 8;
      ByteBuffer bytes =
          ByteBuffer.allocate(integers.length * width).order(ByteOrder.LITTLE_ENDIAN);
      for (long integer : integers) {
        if (width == 1) {
          bytes.put((byte) integer);
        } else {
          bytes.putShort((short) integer);
        }
      }
      inputs.add(bytes.array());
    }
    try (Firmware firmware = target.build(BuildOptions.DEFAULT.withOptimization("-O2"))) {
      Run run = firmware.run(inputs);
      for (int i = 0; i < RUNS; i++) {
        assertThat((int) run.outputs().get(i)[0])
            .as("%s, sample %d", data.name(), sample(i, labels.length))
            .isEqualTo(labels[sample(i, labels.length)]);
      }
      FlashRam sizes = firmware.sizes();
      return String.format(
          Locale.ROOT,
          "%d,%d,%d,%d,%d,%d",
          sizes.modelFlash(),
          sizes.structBytes() + run.stackBytes().orElse(0),
          run.stackBytes().orElse(0),
          run.total().min(),
          run.total().max(),
          plan.cycles());
    }
  }

  private static int sample(int run, int count) {
    return (int) ((long) run * count / RUNS);
  }
}
