package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.Battery;
import dev.thimble.backend.PowerFacts;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import dev.thimble.plan.PowerEstimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each budget holds, and one that does not is told on its value with its parts. */
class BudgetsTest {
  private static final String SOURCE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "c.npz", evaluation = "e.npz")
      @Device(mcu = "host", clockHz = 1_000_000%s)
      @Sensor(name = "microphone", milliamps = 0.5, duty = 0.5)
      @Budget(%s)
      final class M {
        @Input(shape = 2) Tensor x;
        @Dense(units = 2) Tensor scores;
        @ArgMax Decision kind;
      }
      """;
  private static final String CURRENTS = ", activeMilliamps = 10, sleepMicroamps = 2";

  @TempDir Path folder;

  /** The network tells which of two numbers is larger; one of four labels is wrong. */
  private Fixture fixture(String device, String budget) {
    return files(SOURCE.formatted(device, budget));
  }

  /** More weights than the smallest chip holds. */
  private Fixture large(String source) {
    return Fixture.in(folder)
        .java(source)
        .data("w.npz", new Npz().random("scores.weight", 2, 40).bytes())
        .data("c.npz", new Npz().random("x", 8, 40).bytes());
  }

  private Fixture files(String source) {
    float[] x = {1, 0, 0, 1, 0.9f, 0.1f, 0.2f, 0.8f};
    return Fixture.in(folder)
        .java(source)
        .data("w.npz", new Npz().with("scores.weight", new int[] {2, 2}, 1, 0, 0, 1).bytes())
        .data("c.npz", new Npz().with("x", new int[] {4, 2}, x).bytes())
        .data(
            "e.npz",
            new Npz().with("x", new int[] {4, 2}, x).with("y", new int[] {4}, 0, 1, 0, 0).bytes());
  }

  private Compiled compiled(String device, String budget) {
    Fixture fixture = fixture(device, budget);
    Compiled compiled = fixture.javac();
    assertThat(fixture.eclipse().errors()).isEqualTo(compiled.errors());
    return compiled;
  }

  @Test
  void latencyAtTheClock() {
    Compiled slow = compiled("", "latencyMicros = 5");
    assertThat(slow.errors()).containsExactly("TM2103 M.java:8");
    assertThat(slow.text("TM2103"))
        .contains("M on host: latencyMicros = 5 microseconds is exceeded by")
        .contains("scores ")
        .contains(" cycles");
    assertThat(compiled("", "latencyMicros = 5_000").errors()).isEmpty();
  }

  /** The way out that the message shows is written into the source, which then compiles. */
  @Test
  void aChipThatFits() {
    String source =
        SOURCE
            .formatted("", "ram = 9999")
            .replace("shape = 2", "shape = 40")
            .replace(", evaluation = \"e.npz\"", "");
    Compiled small = large(source.replace("\"host\"", "\"pocket\"")).javac();
    assertThat(small.errors()).contains("TM2104 M.java:6");
    Matcher fix = Pattern.compile("This fits:\\s+(mcu = \"\\w+\")").matcher(small.text("TM2104"));
    assertThat(fix.find()).as(small.text("TM2104")).isTrue();
    assertThat(large(source.replace("mcu = \"host\"", fix.group(1))).javac().errors()).isEmpty();
    Compiled bound = large(source.replace("\"host\"", "\"pocket\"").replace("9999", "9")).javac();
    assertThat(bound.text("TM2104")).doesNotContain("This fits");
  }

  @Test
  void powerAndBattery() {
    Compiled power = compiled(CURRENTS, "milliwatts = 0.1, every = 1000");
    assertThat(power.errors()).containsExactly("TM2103 M.java:8");
    assertThat(power.text("TM2103"))
        .contains("milliwatts = 0.1 mW is exceeded by")
        .contains("an estimated")
        .contains("(sensors)                 250.0 uA");
    Compiled life = compiled(CURRENTS, "batteryMonths = 6, battery = Battery.CR2032, every = 1000");
    assertThat(life.errors()).containsExactly("TM2106 M.java:8");
    assertThat(life.text("TM2106")).contains("batteryMonths = 6.0 months is missed by");
  }

  /** What the message of a budget says that fails stands in the table of one that holds. */
  @Test
  void estimatesOfPowerStandInTheTable() throws IOException {
    Matcher said =
        Pattern.compile("an estimated ([0-9]+[.][0-9]+)")
            .matcher(compiled(CURRENTS, "milliwatts = 0.1, every = 1000").text("TM2103"));
    assertThat(said.find()).isTrue();
    long microwatts = Math.round(1000 * Double.parseDouble(said.group(1)));
    Compiled good =
        compiled(
            CURRENTS,
            "milliwatts = 5, batteryMonths = 0.5, battery = Battery.CR2032, every = 1000");
    assertThat(good.errors()).isEmpty();
    assertThat(Files.readString(good.output().resolve("META-INF/thimble/ex.M/host/predicted.csv")))
        .contains("*,microwatts," + microwatts + "\n*,budget.microwatts,5000\n")
        .containsPattern("\\*,battery.days,[1-9][0-9]+\n\\*,budget.battery.days,15\n");
  }

  @Test
  void aCurrentThatIsNotKnown() {
    Compiled unknown = compiled(", activeMilliamps = 10", "milliwatts = 1, every = 1000");
    assertThat(unknown.errors()).containsExactly("TM2107 M.java:8");
    assertThat(unknown.text("TM2107")).contains("@Device(mcu = \"host\", sleepMicroamps = ...)");
  }

  private Compiled listening(long clockHz) {
    return Fixture.in(folder)
        .java(
            """
            package ex;

            import dev.thimble.*;

            @TinyModel
            @Device(mcu = "host", clockHz = %d)
            final class L {
              @Pcm(rate = 4_000) Signal audio;
              @LogSpectrum(size = 64, bands = 4, lowHz = 200, highHz = 1_000) Signal bands;
            }
            """
                .formatted(clockHz))
        .javac();
  }

  @Test
  void aChipThatCannotKeepUp() {
    Compiled slow = listening(100_000);
    assertThat(slow.errors()).containsExactly("TM2104 L.java:6");
    // 32 samples come in 8 ms.
    assertThat(slow.text("TM2104")).contains("latencyMicros of 8,000 microseconds");
    Matcher needs = Pattern.compile("needs ([0-9,]+)").matcher(slow.text("TM2104"));
    assertThat(needs.find()).isTrue();
    long cycles = Long.parseLong(needs.group(1).replace(",", "")) / 10;
    assertThat(listening(cycles * 1000 / 12).coded()).containsExactly("TM2108 L.java:6");
    assertThat(listening(cycles * 1000 / 7).coded()).isEmpty();
  }

  @Test
  void membersThatNeedEachOther() {
    assertThat(compiled("", "milliwatts = 1").errors()).containsExactly("TM1036 M.java:8");
    assertThat(compiled("", "batteryMonths = 1, every = 10").errors())
        .containsExactly("TM1036 M.java:8");
    assertThat(compiled("", "battery = Battery.CR2032").errors())
        .containsExactly("TM1030 M.java:8");
    assertThat(compiled("", "accuracy = 1.5").errors()).containsExactly("TM1017 M.java:8");
  }

  @Test
  void accuracyOnLabels() throws IOException {
    Compiled poor = compiled("", "accuracy = 0.8");
    assertThat(poor.errors()).containsExactly("TM2106 M.java:8");
    assertThat(poor.text("TM2106"))
        .contains("accuracy = 0.8 is missed by 0.0500: it is 0.7500 on 4 samples")
        .contains("in reals it is 0.7500");
    Compiled good = compiled("", "accuracy = 0.75");
    assertThat(good.errors()).isEmpty();
    assertThat(Files.readString(good.output().resolve("META-INF/thimble/ex.M/quality.csv")))
        .contains("scores,scores,decibels,")
        .contains("scores,scores,bits,8\nscores,scores,weight_bits,8\n")
        .contains("*,*,accuracy_budget,0.750000\n")
        .contains("*,*,integer_accuracy,0.750000\n*,*,real_accuracy,0.750000\n");
  }

  /** A milliwatt at 3 V empties a coin cell in four weeks. */
  @Test
  void theFormulaOfPower() {
    PowerEstimate idle = PowerEstimate.of(10, 333, 0, 3, 0, 1000);
    assertThat(idle.milliwatts()).isCloseTo(1, within(0.01));
    assertThat(idle.months(Battery.CR2032)).isCloseTo(28 / 30.0, within(0.02));
    PowerEstimate half = PowerEstimate.of(10, 2, 0.1, 3, 500_000, 1000);
    assertThat(half.microamps()).isCloseTo(2 + 0.5 * 9_998 + 100, within(1e-6));
    PowerEstimate late = PowerEstimate.of(10, 2, 0, 3, 5_000_000, 1000);
    assertThat(late.microamps()).isCloseTo(10_000, within(1e-6));
    assertThat(PowerEstimate.of(1, 0.001, 0, 3, 0, 1000).months(Battery.CR2032))
        .isCloseTo(121.75, within(0.01));
  }

  @Test
  void currentsGrowWithClockAndSupply() {
    List<PowerFacts.Active> points =
        List.of(new PowerFacts.Active(4_000_000, 3, 1.7), new PowerFacts.Active(8_000_000, 5, 5.2));
    PowerFacts facts = new PowerFacts(5, points, OptionalDouble.of(4.2), 0, "data sheet");
    assertThat(facts.activeMilliamps(16_000_000, 5)).hasValue(10.4);
    assertThat(facts.activeMilliamps(8_000_000, 3)).hasValue(3.4);
    assertThat(PowerFacts.unknown(3).activeMilliamps(1, 3)).isEmpty();
  }
}
