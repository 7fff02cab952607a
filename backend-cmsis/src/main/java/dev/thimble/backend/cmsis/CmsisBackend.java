package dev.thimble.backend.cmsis;

import com.google.auto.service.AutoService;
import dev.thimble.backend.Backend;
import dev.thimble.backend.CTarget;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.backend.CostTable;
import dev.thimble.backend.PowerFacts;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.testing.DeviceInfo;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Cortex-M cores from M0 to M55. */
@AutoService(Backend.class)
public final class CmsisBackend implements Backend {
  private static final int KIB = 1024;

  /** QEMU's board for each core; its own memory is larger than any chip's. */
  private static final Map<String, String> BOARDS =
      Map.of(
          "cortex-m0", "microbit",
          "cortex-m0plus", "microbit",
          "cortex-m3", "mps2-an385",
          "cortex-m4", "mps2-an386",
          "cortex-m7", "mps2-an500",
          "cortex-m33", "mps2-an505",
          "cortex-m55", "mps3-an547");

  /** Flash and RAM from the data sheets; RAM is what one linker region holds. */
  private static final List<Chip> CHIPS =
      List.of(
          new Chip("nrf51822", "cortex-m0", 256 * KIB, 16 * KIB, 16_000_000),
          new Chip("samd21g18", "cortex-m0plus", 256 * KIB, 32 * KIB, 48_000_000),
          new Chip("stm32f103c8", "cortex-m3", 64 * KIB, 20 * KIB, 72_000_000),
          new Chip("nrf52840", "cortex-m4", 1024 * KIB, 256 * KIB, 64_000_000),
          new Chip("stm32f446re", "cortex-m4", 512 * KIB, 128 * KIB, 180_000_000),
          new Chip("stm32l476", "cortex-m4", 1024 * KIB, 96 * KIB, 80_000_000),
          new Chip("stm32h743", "cortex-m7", 2048 * KIB, 512 * KIB, 480_000_000),
          new Chip("nrf5340", "cortex-m33", 1024 * KIB, 512 * KIB, 128_000_000),
          new Chip("corstone-300", "cortex-m55", 512 * KIB, 512 * KIB, 25_000_000));

  /** What is known for sure; a figure without a sheet at hand stays empty. */
  private static final Map<String, PowerFacts> POWER =
      Map.of(
          "samd21g18",
          new PowerFacts(
              3.3,
              List.of(new PowerFacts.Active(48_000_000, 3.3, 48 * 0.078)),
              OptionalDouble.empty(),
              0,
              "vendor's online data sheet: about 78 uA/MHz at 48 MHz"),
          "nrf52840",
          new PowerFacts(
              3, List.of(), OptionalDouble.of(1.5), 0, "product specification: System ON, 3 V"));

  /** For {@link java.util.ServiceLoader}. */
  public CmsisBackend() {}

  @Override
  public String name() {
    return "cmsis";
  }

  @Override
  public List<Chip> chips() {
    return CHIPS;
  }

  @Override
  public CTarget c(Chip chip) {
    return new CortexC(chip.core());
  }

  @Override
  public CostTable costs(Chip chip) {
    return CortexCosts.of(chip.core());
  }

  /** Cores with Thumb-2, and of these the ones with its DSP instructions, have assembly. */
  @Override
  public List<Claim> claims(Chip chip, Kernel kernel, Program program) {
    if (!CortexC.hasThumb2(chip.core())) {
      return List.of();
    }
    boolean dsp = CortexC.hasDsp(chip.core());
    return ProductSumClaim.of(kernel, dsp).or(() -> BorderedSumClaim.of(kernel, dsp)).stream()
        .toList();
  }

  @Override
  public PowerFacts power(Chip chip) {
    return POWER.getOrDefault(chip.mcu(), PowerFacts.unknown(3.3));
  }

  @Override
  public DeviceInfo device(Chip chip, long clockHz) {
    String board = BOARDS.getOrDefault(chip.core(), "mps2-an385");
    return DeviceInfo.cortexM(chip.mcu(), chip.core(), board, clockHz);
  }
}
