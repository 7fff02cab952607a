package dev.thimble.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A program that fails says so, in words that help. The modes are those of faulty.h. */
class TargetFailureTest {
  private static final int FINE = 0;
  private static final int HANG = 1;
  private static final int CRASH = 2;
  private static final int STACK = 3;
  private static final int REGISTER = 4;
  private static final int OVERFLOW = 5;
  private static final int OUTSIDE = 6;
  private static final int FLOAT_REGISTER = 7;

  static Stream<Target> avrs() {
    return simulators(Fixtures.faulty(Fixtures.AVRS));
  }

  static Stream<Target> cortexMs() {
    return simulators(Fixtures.faulty(Fixtures.CORTEX_MS));
  }

  private static Stream<Target> simulators(GeneratedModel model) {
    return model.targets().stream().filter(target -> !target.isHost());
  }

  private static Target host() {
    return Fixtures.faulty(List.of(DeviceInfo.portable("portable"))).host("portable");
  }

  @ParameterizedTest
  @MethodSource("avrs")
  void avr(Target target) {
    try (Firmware firmware = Fixtures.build(target, BuildOptions.DEFAULT.withOptimization("-Os"))) {
      fails(firmware, HANG)
          .withMessageContaining("at input 1")
          .withMessageContaining("faulty_run hangs: no end after 1000000 cycles")
          .withMessageContaining("faulty_step_hang");
      fails(firmware, CRASH).withMessageContaining("empty flash");
      fails(firmware, STACK).withMessageContaining("The stack overflowed in");
      fails(firmware, REGISTER).withMessageContaining("returned with r5 changed");
    }
  }

  @ParameterizedTest
  @MethodSource("cortexMs")
  void cortexM(Target target) {
    try (Firmware firmware = Fixtures.build(target, BuildOptions.DEFAULT.withOptimization("-Os"))) {
      fails(firmware, HANG)
          .withMessageContaining("at input 1")
          .withMessageContaining("faulty_run hangs: no end after 1000000 instructions")
          .withMessageContaining("faulty_step_hang");
      fails(firmware, CRASH).withMessageContaining("HardFault").withMessageContaining("pc 0x");
      fails(firmware, STACK).withMessageContaining("Lockup");
      fails(firmware, REGISTER).withMessageContaining("one of r4-r11 changed");
    }
  }

  @Test
  void floatRegistersAreWatchedToo() {
    Target target = Fixtures.faulty(Fixtures.CORTEX_MS).simulator("cortex-m55");
    BuildOptions hard = BuildOptions.DEFAULT.withFlags("-mfloat-abi=hard");
    try (Firmware firmware = Fixtures.build(target, hard)) {
      fails(firmware, FLOAT_REGISTER).withMessageContaining("one of d8-d15 changed");
    }
  }

  @Test
  void hostHangs() {
    RunOptions soon = RunOptions.DEFAULT.withTimeout(Duration.ofSeconds(1));
    try (Firmware firmware = Fixtures.build(host(), BuildOptions.DEFAULT)) {
      assertThatExceptionOfType(TargetException.class)
          .isThrownBy(() -> firmware.run(List.of(new byte[] {HANG}), soon))
          .withMessageContaining("did not end within 1000 ms");
    }
  }

  @Test
  void hostCrashes() {
    try (Firmware firmware = Fixtures.build(host(), BuildOptions.DEFAULT)) {
      fails(firmware, CRASH).withMessageContaining("ended with signal");
    }
  }

  @Test
  void sanitizersFindWhatGoesUnnoticedElse() {
    BuildOptions checked = BuildOptions.DEFAULT.withSanitizers("undefined", "address");
    try (Firmware firmware = Fixtures.build(host(), checked)) {
      fails(firmware, OVERFLOW).withMessageContaining("signed integer overflow");
      fails(firmware, OUTSIDE).withMessageContaining("faulty.c");
      assertThat(firmware.run(List.of(new byte[] {FINE})).results()).containsExactly(1);
    }
  }

  @Test
  void refusesAnInputOfTheWrongLength() {
    try (Firmware firmware = Fixtures.build(host(), BuildOptions.DEFAULT)) {
      assertThatThrownBy(() -> firmware.run(List.of(new byte[2])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Input 0 has 2 bytes; faulty takes 1");
    }
  }

  @Test
  void showsWhatTheCompilerSaid() {
    BuildOptions broken = BuildOptions.DEFAULT.withFlags("-DFAULTY_H");
    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> Fixtures.build(host(), broken))
        .withMessageContaining("faulty.c does not compile for portable on this host")
        .withMessageContaining("faulty_t");
  }

  private static ThrowableAssertAlternative<TargetException> fails(Firmware firmware, int mode) {
    RunOptions options = RunOptions.DEFAULT.withLimit(1_000_000);
    List<byte[]> inputs = List.of(new byte[] {FINE}, new byte[] {(byte) mode});
    return assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> firmware.run(inputs, options));
  }
}
