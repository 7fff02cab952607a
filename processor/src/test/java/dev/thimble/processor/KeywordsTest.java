package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.AccuracyTable;
import dev.thimble.importer.data.Shared;
import dev.thimble.importer.torch.TorchWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key words network of MLPerf Tiny's kind, declared, on ten words that were spoken. */
class KeywordsTest {
  private static final int WORDS = 10;

  private static final String SOURCE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "c.npz", evaluation = "c.npz", precision = Precision.%s)
      @Device(mcu = "host")
      final class M {
        @Input(shape = {49, 10, 1}) Tensor x;
        @Pad(top = 5, bottom = 5, left = 1, right = 1) Tensor padded;
        @Conv2D(filters = 64, kernel = {10, 4}, stride = 2, padding = Padding.VALID) Tensor c;
        @BatchNorm(activation = Activation.RELU) Tensor cn;
        @DepthwiseConv2D(kernel = 3) Tensor d1;
        @BatchNorm(activation = Activation.RELU) Tensor dn1;
        @Conv2D(filters = 64, kernel = 1) Tensor p1;
        @BatchNorm(activation = Activation.RELU) Tensor pn1;
        @DepthwiseConv2D(kernel = 3) Tensor d2;
        @BatchNorm(activation = Activation.RELU) Tensor dn2;
        @Conv2D(filters = 64, kernel = 1) Tensor p2;
        @BatchNorm(activation = Activation.RELU) Tensor pn2;
        @DepthwiseConv2D(kernel = 3) Tensor d3;
        @BatchNorm(activation = Activation.RELU) Tensor dn3;
        @Conv2D(filters = 64, kernel = 1) Tensor p3;
        @BatchNorm(activation = Activation.RELU) Tensor pn3;
        @DepthwiseConv2D(kernel = 3) Tensor d4;
        @BatchNorm(activation = Activation.RELU) Tensor dn4;
        @Conv2D(filters = 64, kernel = 1) Tensor p4;
        @BatchNorm(activation = Activation.RELU) Tensor pn4;
        @GlobalAveragePool Tensor mean;
        @Dense(units = 12) Tensor scores;
        @ArgMax Decision word;
      }
      """;

  @TempDir Path folder;

  @Test
  void wordsAreHeardInAllWidths() throws Exception {
    Path file = Shared.folder().resolve("models/torch/executorch_arduino_kws.pth");
    assumeTrue(Files.exists(file));
    byte[] weights = renamed(new TorchWeights().read(Shared.file(file)));
    byte[] data = words();
    double[] right = new double[4];
    List<String> widths = List.of("INT8", "INT4", "INT16");
    for (int i = 0; i < widths.size(); i++) {
      Compiled compiled =
          Fixture.in(folder)
              .java(SOURCE.formatted(widths.get(i)))
              .data("w.npz", weights)
              .data("c.npz", data)
              .javac();
      assertThat(compiled.errors()).as("%s", compiled.said()).isEmpty();
      right[0] = metric(compiled, "real_accuracy");
      right[i + 1] = metric(compiled, "integer_accuracy");
    }
    AccuracyTable table = new AccuracyTable();
    table.row(
        "keywords, declared",
        "labels",
        WORDS,
        List.of(count(right[0]), count(right[1]), -1, count(right[2]), count(right[3])),
        List.of());
    table.write(Path.of(System.getProperty("thimble.reports", "target/reports"), "accuracy.csv"));
    assertThat(count(right[0])).isEqualTo(WORDS);
    assertThat(count(right[1])).isGreaterThanOrEqualTo(WORDS - 1);
    assertThat(count(right[3])).isGreaterThanOrEqualTo(count(right[1]));
  }

  private static int count(double share) {
    return (int) Math.round(share * WORDS);
  }

  private static double metric(Compiled compiled, String name) throws IOException {
    Path file = compiled.output().resolve("META-INF/thimble/ex.M/quality.csv");
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("*,*," + name + ","))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** The file's arrays by the names of the steps. */
  private static byte[] renamed(TensorFile weights) {
    Npz named = new Npz();
    take(named, weights, "feature_extractor.0", "c");
    take(named, weights, "feature_extractor.1", "cn");
    for (int block = 1; block <= 4; block++) {
      String from = "feature_extractor." + (block + 3) + ".";
      take(named, weights, from + "depthwise", "d" + block);
      take(named, weights, from + "depthwise_bn", "dn" + block);
      take(named, weights, from + "pointwise", "p" + block);
      take(named, weights, from + "pointwise_bn", "pn" + block);
    }
    take(named, weights, "classifier", "scores");
    return named.bytes();
  }

  private static void take(Npz named, TensorFile weights, String from, String to) {
    for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
      weights
          .find(from + "." + part)
          .ifPresent(a -> named.with(to + "." + part, extents(a), a.floats()));
    }
  }

  private static int[] extents(Array array) {
    return array.extents().stream().mapToInt(i -> i).toArray();
  }

  /**
   * Features of ten words, and which of twelve each is by the scores of the reals: all are right.
   */
  private static byte[] words() throws Exception {
    TensorFile words =
        Shared.arrays(Shared.folder().resolve("golden/torch/executorch_arduino_kws.npz"));
    float[] x = words.find("x").orElseThrow().floats();
    float[] logits = words.find("logits").orElseThrow().floats();
    float[] y = new float[WORDS];
    for (int i = 0; i < WORDS; i++) {
      for (int c = 1; c < 12; c++) {
        y[i] = logits[i * 12 + c] > logits[i * 12 + (int) y[i]] ? c : y[i];
      }
    }
    return new Npz()
        .with("x", new int[] {WORDS, 49, 10, 1}, x)
        .with("y", new int[] {WORDS}, y)
        .bytes();
  }
}
