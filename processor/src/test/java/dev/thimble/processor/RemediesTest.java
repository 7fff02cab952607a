package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every way out that a message shows is written into the source, which then compiles within all its
 * budgets, with the figures that were promised.
 */
class RemediesTest {
  private static final Pattern EDIT =
      Pattern.compile("(?m)^ {4,}(?:(@?\\w+): )?(\\w+ = \\S+) +(flash .*)$");
  private static final Pattern FLASH = Pattern.compile("flash ([0-9,]+) of");

  private static final String SOURCE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "c.npz", evaluation = "e.npz")
      @Device(mcu = "host", clockHz = 1_000_000)
      @Budget(%s)
      final class M {
        @Input(shape = {6, 6, 2}) Tensor x;
        @Conv2D(filters = 8, kernel = 3, activation = Activation.RELU) Tensor edges;
        @Dense(units = 24, activation = Activation.RELU) Tensor hidden;
        @Dense(units = 4) Tensor scores;
        @ArgMax Decision kind;
      }
      """;

  @TempDir Path folder;

  private Compiled compiled(String source) {
    return Fixture.in(folder)
        .java(source)
        .data("w.npz", weights(source))
        .data("c.npz", new Npz().random("x", 30, 6, 6, 2).bytes())
        .data(
            "e.npz", new Npz().random("x", 4, 6, 6, 2).with("y", new int[] {4}, 0, 1, 2, 3).bytes())
        .javac();
  }

  /** Weights of the sizes that the source asks for; a smaller step has a part of a larger one's. */
  private static byte[] weights(String source) {
    int filters = number(source, "filters = (\\d+)");
    int units = number(source, "units = (\\d+), act");
    return new Npz()
        .with("edges.weight", new int[] {filters, 2, 3, 3}, cut(filters, 18, 2 * 9, 1))
        .with("hidden.weight", new int[] {units, filters * 36}, cut(units, filters * 36, 288, 2))
        .with("scores.weight", new int[] {4, units}, cut(4, units, 24, 3))
        .bytes();
  }

  private static int number(String source, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(source);
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  /** Numbers by their place in the largest array. */
  private static float[] cut(int rows, int columns, int whole, int seed) {
    float[] data = new float[rows * columns];
    for (int i = 0; i < data.length; i++) {
      int place = i / columns * whole + i % columns;
      data[i] = (float) Math.sin(seed * 1000 + 1.7 * place + 0.013 * place * place) / 4;
    }
    return data;
  }

  /** Applies each change of the message, and tells which there were. */
  private List<String> applied(String source, String code) {
    Compiled failed = compiled(source);
    assertThat(failed.errors()).isNotEmpty();
    String text = failed.text(code);
    List<String> edits = new ArrayList<>();
    Matcher edit = EDIT.matcher(text);
    while (edit.find()) {
      String changed = apply(source, edit.group(1), edit.group(2));
      assertThat(changed).as(edit.group()).isNotEqualTo(source);
      Compiled fixed = compiled(changed);
      assertThat(fixed.errors()).as("%s: %s", edit.group(), fixed.said()).isEmpty();
      edits.add(edit.group(2));
      // The figures promised are those that are reached: one byte less is too little.
      Matcher flash = FLASH.matcher(edit.group(3));
      assertThat(flash.find()).isTrue();
      int promised = Integer.parseInt(flash.group(1).replace(",", ""));
      String less = "@Budget(flash = " + (promised - 1) + ")\n@Budget(";
      assertThat(compiled(changed.replaceFirst("@Budget\\(", less)).errors())
          .as(edit.group())
          .contains("TM2103 M.java:7");
    }
    return edits;
  }

  private static String apply(String source, String where, String edit) {
    String member = edit.substring(0, edit.indexOf(' '));
    List<String> lines = new ArrayList<>();
    for (String line : source.split("\n")) {
      boolean here =
          where == null
              ? line.startsWith("@Device")
              : where.startsWith("@") ? line.startsWith(where) : line.contains(" " + where + ";");
      String written = line;
      if (here && line.contains(member + " = ")) {
        written = line.replaceFirst(member + " = [\\w\"]+", Matcher.quoteReplacement(edit));
      } else if (here) {
        written =
            line.replaceFirst("\\)(?=( Tensor .*)?$)", ", " + Matcher.quoteReplacement(edit) + ")");
      }
      lines.add(written);
    }
    return String.join("\n", lines) + "\n";
  }

  @Test
  void flash() {
    List<String> slight = applied(SOURCE.formatted("flash = 6_000"), "TM2103");
    assertThat(slight).contains("precision = Precision.INT4").anyMatch(e -> e.contains("units"));
  }

  @Test
  void latency() {
    Compiled any = compiled(SOURCE.formatted("latencyMicros = 1"));
    Matcher needs = Pattern.compile("needs ([0-9,]+)").matcher(any.text("TM2103"));
    assertThat(needs.find()).isTrue();
    long micros = Long.parseLong(needs.group(1).replace(",", "")) * 3 / 4;
    assertThat(applied(SOURCE.formatted("latencyMicros = " + micros), "TM2103"))
        .contains("clockHz = 2_000_000")
        .anyMatch(e -> e.startsWith("filters = ") || e.startsWith("units = "));
  }

  @Test
  void ram() {
    Compiled any = compiled(SOURCE.formatted("ram = 1"));
    Matcher needs = Pattern.compile("needs ([0-9,]+)").matcher(any.text("TM2103"));
    assertThat(needs.find()).isTrue();
    long bytes = Long.parseLong(needs.group(1).replace(",", "")) - 40;
    assertThat(applied(SOURCE.formatted("ram = " + bytes), "TM2103"))
        .anyMatch(e -> e.startsWith("filters = "));
  }

  private static final String POWER =
      ", activeMilliamps = 5, sleepMicroamps = 4, supplyVolts = 3, clockHz";

  @Test
  void power() {
    String source = SOURCE.replace(", clockHz", POWER);
    Compiled any = compiled(source.formatted("milliwatts = 0.1, every = 1_000"));
    Matcher needs =
        Pattern.compile("needs an estimated ([0-9]+[.][0-9]+)").matcher(any.text("TM2103"));
    assertThat(needs.find()).isTrue();
    double limit = Double.parseDouble(needs.group(1)) * 0.8;
    assertThat(applied(source.formatted("milliwatts = " + limit + ", every = 1_000"), "TM2103"))
        .anyMatch(e -> e.startsWith("every = "))
        .anyMatch(e -> e.startsWith("filters = "));
  }

  @Test
  void battery() {
    String source = SOURCE.replace(", clockHz", POWER);
    Compiled failed =
        compiled(source.formatted("batteryMonths = 6, battery = Battery.CR2032, every = 1_000"));
    assertThat(failed.text("TM2106")).containsPattern("every = .*, an estimated 6\\.\\d+ months");
    assertThat(
            applied(
                source.formatted("batteryMonths = 6, battery = Battery.CR2032, every = 1_000"),
                "TM2106"))
        .anyMatch(e -> e.startsWith("every = "));
  }

  @Test
  void whatNothingHelps() {
    assertThat(compiled(SOURCE.formatted("flash = 1")).text("TM2103")).doesNotContain("This fits");
  }

  @Test
  void chipsWithoutRoomForTheWeightsAreNotOffered() {
    String plain = SOURCE.replace(", clockHz = 1_000_000", "");
    assertThat(compiled(plain.formatted("flash = 6_000")).text("TM2103"))
        .contains("This fits")
        .doesNotContain("mcu = ");
    String small = plain.replace("\"host\"", "\"pocket\"").formatted("flash = 100_000");
    assertThat(compiled(small).text("TM2104")).contains("mcu = \"host\"");
  }

  @Test
  void aSearchThatFits() {
    String source =
        SOURCE
            .formatted("flash = 6_000")
            .replace("\"e.npz\")", "\"e.npz\", precision = Precision.AUTO)");
    Compiled found = compiled(source);
    assertThat(found.errors()).isEmpty();
    assertThat(found.text("TM2110"))
        .contains("4 bits for hidden")
        .contains("chosen    4 bits for hidden ");
  }
}
