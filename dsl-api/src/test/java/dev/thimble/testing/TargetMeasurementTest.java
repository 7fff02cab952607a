package dev.thimble.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Assembly whose cost is known by hand, to the cycle and to the instruction. See ticks.c. */
class TargetMeasurementTest {
  private static final List<byte[]> THREE_INPUTS =
      List.of(new byte[] {1}, new byte[] {2}, new byte[] {3});

  static Stream<Target> avrs() {
    return simulators(Fixtures.ticks(Fixtures.AVRS));
  }

  static Stream<Target> cortexMs() {
    return simulators(Fixtures.ticks(Fixtures.CORTEX_MS));
  }

  static Stream<Target> all() {
    return Stream.concat(
        simulators(Fixtures.digits(Fixtures.AVRS)),
        simulators(Fixtures.digits(Fixtures.CORTEX_MS)));
  }

  private static Stream<Target> simulators(GeneratedModel model) {
    return model.targets().stream().filter(target -> !target.isHost());
  }

  @ParameterizedTest
  @MethodSource("avrs")
  void cyclesAndStackOfAnAvrAreExact(Target target) {
    // Above 128 KB of flash a program counter has three bytes: a cycle for each call and return.
    int wide = target.device().name().equals("atmega2560") ? 1 : 0;
    int call = 3 + wide;
    int back = 4 + wide;
    long waiting = 400 + back;
    long pushing = 20 + back;
    long looping = 149 + back;
    long framing = 24 + back;
    try (Firmware firmware = Fixtures.build(target, BuildOptions.DEFAULT)) {
      Run run = firmware.run(THREE_INPUTS);
      assertThat(run.perStep())
          .isEqualTo(
              Map.of(
                  "ticks_step_wait", each(waiting),
                  "ticks_step_push", each(pushing),
                  "ticks_step_loop", each(looping),
                  "ticks_step_frame", each(framing)));
      long run1 = call + waiting + call + pushing + 1 + call + looping + 2 + framing;
      assertThat(run.totals()).containsExactly(run1, run1, run1);
      assertThat(run.stackBytes()).hasValue(2 + wide + 2 + 250);
    }
  }

  @ParameterizedTest
  @MethodSource("cortexMs")
  void instructionsAndStackOfACortexMAreExact(Target target) {
    try (Firmware firmware = Fixtures.build(target, BuildOptions.DEFAULT)) {
      Run run = firmware.run(THREE_INPUTS);
      assertThat(run.perStep())
          .isEqualTo(
              Map.of(
                  "ticks_step_wait", each(302),
                  "ticks_step_push", each(2),
                  "ticks_step_loop", each(101),
                  "ticks_step_frame", each(4)));
      long run1 = 1 + 1 + 302 + 1 + 2 + 1 + 1 + 101 + 3 + 4;
      assertThat(run.totals()).containsExactly(run1, run1, run1);
      assertThat(run.stackBytes()).hasValue(248);
    }
  }

  private static LongSummary each(long cost) {
    return new LongSummary(3, cost, cost, 3 * cost);
  }

  @ParameterizedTest
  @MethodSource("all")
  void sizesAddUp(Target target) {
    try (Firmware firmware = Fixtures.build(target, BuildOptions.DEFAULT)) {
      FlashRam sizes = firmware.sizes();
      assertThat(sizes.structBytes()).isEqualTo(26);
      assertThat(sizes.declaredRam()).isEqualTo(26);
      assertThat(sizes.modelRam()).as("weights stay in flash").isEqualTo(26);
      assertThat(sizes.modelFlash()).isBetween(160L + 100, 160L + 400);
      assertThat(sizes.firmwareFlash()).isGreaterThan(sizes.modelFlash());
      assertThat(sizes.firmwareRam()).isBetween(26L, 400L);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void stepsAddUpToLessThanTheInference(Target target) {
    try (Firmware firmware = Fixtures.build(target, BuildOptions.DEFAULT)) {
      Run run = firmware.run(TargetOutputTest.images(10));
      assertThat(run.perStep()).containsOnlyKeys("digits_step_scores", "digits_step_digit");
      long steps = run.perStep().values().stream().mapToLong(LongSummary::sum).sum();
      assertThat(run.total().sum()).isBetween(steps, steps + 10 * 40);
      assertThat(run.total().calls()).isEqualTo(10);
    }
  }
}
