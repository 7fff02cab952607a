package dev.thimble.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways in which users build: other levels, link-time optimisation, as C++, with an FPU. */
class BuildOptionsTest {
  private static final List<DeviceInfo> DEVICES =
      List.of(
          DeviceInfo.avr("atmega328p", 16_000_000),
          DeviceInfo.cortexM("nrf51", "cortex-m0", "microbit", 0),
          DeviceInfo.cortexM("sse300", "cortex-m55", "mps3-an547", 0));

  static Stream<Target> targets() {
    return Fixtures.digits(DEVICES).targets().stream();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void linkTimeOptimisationKeepsTheFiguresApart(Target target) {
    Run run = runs(target, BuildOptions.DEFAULT.withFlags("-flto"));
    assertThat(run.perStep()).hasSize(target.isHost() ? 0 : 2);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void asCPlusPlus(Target target) {
    Run run = runs(target, BuildOptions.DEFAULT.withModelFlags("-x", "c++", "-std=c++11"));
    assertThat(run.perStep()).hasSize(target.isHost() ? 0 : 2);
  }

  @ParameterizedTest
  @CsvSource({"-O0", "-O1", "-Os", "-O3"})
  void optimisation(String level) {
    targets().forEach(target -> runs(target, BuildOptions.DEFAULT.withOptimization(level)));
  }

  @ParameterizedTest
  @CsvSource({
    "mps2-an386, cortex-m4, fpv4-sp-d16",
    "mps2-an500, cortex-m7, fpv5-d16",
    "mps2-an505, cortex-m33, fpv5-sp-d16",
    "mps3-an547, cortex-m55, auto"
  })
  void hardFloat(String machine, String cpu, String fpu) {
    DeviceInfo device = DeviceInfo.cortexM("chip", cpu, machine, 0);
    Target target = Fixtures.digits(List.of(device)).simulator("chip");
    BuildOptions hard = BuildOptions.DEFAULT.withFlags("-mfloat-abi=hard", "-mfpu=" + fpu);
    runs(target, hard.withOptimization("-O3"));
  }

  @ParameterizedTest
  @CsvSource({"gcc", "clang"})
  void otherCompilersOfThisHost(String compiler) {
    BuildOptions options = BuildOptions.DEFAULT.withCompiler(compiler);
    assumeTrue(Tools.find(compiler).isPresent(), compiler);
    runs(Fixtures.digits(DEVICES).host("nrf51"), options);
  }

  private static Run runs(Target target, BuildOptions options) {
    List<byte[]> inputs = TargetOutputTest.images(3);
    try (Firmware firmware = Fixtures.build(target, options)) {
      assertThat(firmware.warnings()).isEmpty();
      assertThat(firmware.sizes().modelFlash()).isGreaterThan(160);
      assertThat(firmware.sizes().structBytes()).isEqualTo(26);
      Run run = firmware.run(inputs);
      assertThat(run.outputs())
          .containsExactly(inputs.stream().map(TargetOutputTest::scores).toArray(byte[][]::new));
      return run;
    }
  }
}
