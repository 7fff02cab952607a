package dev.thimble.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bytes on the host, on three AVRs and on six Cortex-M. */
class TargetOutputTest {
  private static final List<DeviceInfo> DEVICES =
      Stream.of(List.of(DeviceInfo.portable("portable")), Fixtures.AVRS, Fixtures.CORTEX_MS)
          .flatMap(List::stream)
          .toList();

  static Stream<Target> digits() {
    return chosen(Fixtures.digits(DEVICES));
  }

  static Stream<Target> blend() {
    return chosen(Fixtures.blend(DEVICES));
  }

  static Stream<Target> wave() {
    return chosen(Fixtures.wave(DEVICES));
  }

  /** All simulators, and the host once: the fixtures' C is the same for every device. */
  private static Stream<Target> chosen(GeneratedModel model) {
    return model.targets().stream()
        .filter(target -> !target.isHost() || target.device().name().equals("portable"));
  }

  @ParameterizedTest
  @MethodSource("digits")
  void computesTheScores(Target target) {
    List<byte[]> inputs = images(50);
    try (Firmware firmware = Fixtures.build(target, BuildOptions.DEFAULT)) {
      Run run = firmware.run(inputs);
      assertThat(firmware.warnings()).isEmpty();
      assertThat(run.unit()).isEqualTo(unit(target));
      assertThat(run.totals()).hasSize(50);
      assertThat(run.trace()).isEmpty();
      assertThat(run.stackBytes().isPresent()).isEqualTo(!target.isHost());
      for (int i = 0; i < inputs.size(); i++) {
        byte[] scores = scores(inputs.get(i));
        assertThat(run.outputs().get(i)).isEqualTo(scores);
        assertThat(run.results().get(i)).isEqualTo(best(scores));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("digits")
  void tracesEachStep(Target target) {
    List<byte[]> inputs = images(20);
    try (Firmware firmware = Fixtures.build(target, BuildOptions.DEFAULT.withTrace())) {
      Run run = firmware.run(inputs);
      assertThat(run.totals()).isEmpty();
      assertThat(run.perStep()).isEmpty();
      for (int i = 0; i < inputs.size(); i++) {
        byte[] scores = scores(inputs.get(i));
        assertThat(run.trace().get(i))
            .containsExactly(inputs.get(i), scores, new byte[] {(byte) best(scores)});
      }
    }
  }

  @ParameterizedTest
  @MethodSource("blend")
  void takesTwoInputsAndReturnsTwoOutputs(Target target) {
    try (Firmware firmware = Fixtures.build(target, BuildOptions.DEFAULT.withOptimization("-Os"))) {
      Run run = firmware.run(List.of(new byte[] {1, 2, 3, -4, 10, 20}));
      assertThat(run.outputs()).containsExactly(new byte[] {11, 22, 13, 16, 62, 0});
      assertThat(run.results()).containsExactly(0);
      if (!target.isHost()) {
        assertThat(run.perStep()).containsOnlyKeys("blend_step_sum", "blend_step_total");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("wave")
  void keepsTheStreamsStateUntilItIsRestarted(Target target) {
    List<byte[]> samples =
        IntStream.of(1000, -2000, 3000, 1000, -2000, 3000).mapToObj(Int16::toBytes).toList();
    try (Firmware firmware = Fixtures.build(target, BuildOptions.DEFAULT.withTrace())) {
      Run stream = firmware.run(samples);
      assertThat(stream.results()).containsOnly(-5);
      assertThat(pairs(stream)).containsExactly(0, -1930, -1930, 2974, 2974, 1840);
      assertThat(stream.trace().get(0).get(2)).isEmpty();
      assertThat(stream.trace().get(1).get(2)).isEqualTo(stream.outputs().get(1));
      Run restarted = firmware.run(samples, RunOptions.DEFAULT.withRestartEvery(3));
      assertThat(pairs(restarted)).containsExactly(0, -1930, -1930, 0, -1930, -1930);
    }
  }

  private static final class Int16 {
    static byte[] toBytes(int value) {
      return new byte[] {(byte) value, (byte) (value >> 8)};
    }

    static int of(byte[] bytes) {
      return bytes[1] << 8 | bytes[0] & 0xff;
    }
  }

  private static List<Integer> pairs(Run run) {
    return run.outputs().stream().map(Int16::of).toList();
  }

  private static Unit unit(Target target) {
    if (target.isHost()) {
      return Unit.NANOSECONDS;
    }
    return target.device().simulator() == Simulator.SIMAVR ? Unit.CYCLES : Unit.INSTRUCTIONS;
  }

  static List<byte[]> images(int count) {
    Random random = new Random(7);
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] image = new byte[16];
      random.nextBytes(image);
      images.add(image);
    }
    return images;
  }

  static byte[] scores(byte[] image) {
    byte[] scores = new byte[10];
    for (int o = 0; o < 10; o++) {
      int sum = 0;
      for (int i = 0; i < 16; i++) {
        sum += ((7 * (16 * o + i) + 3) % 31 - 15) * image[i];
      }
      scores[o] = (byte) Math.max(-128, Math.min(127, sum >> 7));
    }
    return scores;
  }

  private static int best(byte[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
