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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        "model,rows,labels_equal,differing_margins,labels_equal_on_half,differing_margins_on_half,"
            + "feature_bits,accuracy,flash,ram,stack,cycles_least,cycles_most,predicted_most,peers");
    for (String name : TrainedData.NAMES) {
      rows.add(row(TrainedData.json(name)));
    }
    for (String name : TrainedData.onnxNames()) {
      rows.add(row(TrainedData.onnx(name)));
    }
    Path folder = Path.of(System.getProperty("thimble.reports", "target/reports"));
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("classical.csv"), String.join("\n", rows) + "\n");
  }

  private String row(TrainedData data) throws Exception {
    TrainedModel model = data.quantised();
    int count = data.wanted().length;
    int[] labels = data.samples().stream().mapToInt(model::label).toArray();
    return String.join(
        ",",
        data.name(),
        String.valueOf(count),
        equality(data, model),
        equality(data, data.onHalf()),
        String.valueOf(model.bits()),
        accuracy(data, labels),
        measured(data, model, labels),
        '"' + PEERS.getOrDefault(data.name().replace(".onnx", ""), "") + '"');
  }

  /** The share of equal labels; and each other row's index with the margin of the reals there. */
  private static String equality(TrainedData data, TrainedModel model) {
    List<Integer> differing = data.differing(model);
    int count = data.wanted().length;
    String margins =
        differing.stream()
            .map(i -> format("%d:%.2g", i, model.margin(data.samples().get(i))))
            .collect(Collectors.joining(" "));
    return format("%.4f,%s", (double) (count - differing.size()) / count, margins);
  }

  private static String accuracy(TrainedData data, int[] labels) {
    if (data.truth().isEmpty()) {
      return "";
    }
    int[] truth = data.truth().get();
    long right = IntStream.range(0, labels.length).filter(i -> labels[i] == truth[i]).count();
    return format("%.4f", (double) right / labels.length);
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private String measured(TrainedData data, TrainedModel model, int[] labels) {
    Plan plan = model.model().plan(backend, chip);
    if (plan.flashBytes() > chip.flashBytes()) {
      return format("%d,%d,,,,", plan.flashBytes(), plan.structBytes());
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
      return format(
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
