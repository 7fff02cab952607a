package dev.thimble.backend.cmsis;

import dev.thimble.backend.Chip;
import dev.thimble.backend.PowerFacts;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The chips that are known by name. Flash and RAM are the data sheets'; RAM is what one linker
 * region holds. Flash of chips that run from an outside memory is that of the usual board, named
 * behind it. A chip that is not here is described by {@code @Device(core = ...)}.
 */
final class CortexChips {
  private static final int KIB = 1024;
  private static final int MHZ = 1_000_000;

  static final List<Chip> ALL =
      List.of(
          chip("nrf51822", "cortex-m0", 256, 16, 16),
          chip("stm32f030r8", "cortex-m0", 64, 8, 48),
          chip("samd21g18", "cortex-m0plus", 256, 32, 48),
          chip("stm32g071rb", "cortex-m0plus", 128, 36, 64),
          chip("stm32l072cz", "cortex-m0plus", 192, 20, 32),
          chip("rp2040", "cortex-m0plus", 2048, 264, 133), // Raspberry Pi Pico
          chip("stm32f103c8", "cortex-m3", 64, 20, 72),
          chip("stm32f103ze", "cortex-m3", 512, 64, 72),
          chip("nrf52832", "cortex-m4", 512, 64, 64),
          chip("nrf52840", "cortex-m4", 1024, 256, 64),
          chip("stm32f407vg", "cortex-m4", 1024, 128, 168),
          chip("stm32f411re", "cortex-m4", 512, 128, 100),
          chip("stm32f446re", "cortex-m4", 512, 128, 180),
          chip("stm32l432kc", "cortex-m4", 256, 48, 80),
          chip("stm32l476", "cortex-m4", 1024, 96, 80),
          chip("stm32l4r5zi", "cortex-m4", 2048, 640, 120),
          chip("samd51j19", "cortex-m4", 512, 192, 120),
          chip("samd51p20", "cortex-m4", 1024, 256, 120),
          chip("apollo3", "cortex-m4", 1024, 384, 48),
          chip("apollo4", "cortex-m4", 2048, 384, 192),
          chip("stm32f746zg", "cortex-m7", 1024, 320, 216),
          chip("stm32h743", "cortex-m7", 2048, 512, 480),
          chip("mimxrt1062", "cortex-m7", 8 * KIB, 512, 600), // Teensy 4.1
          chip("nrf5340", "cortex-m33", 1024, 512, 128),
          chip("stm32l552ze", "cortex-m33", 512, 192, 110),
          chip("stm32u575zi", "cortex-m33", 2048, 768, 160),
          chip("lpc55s69", "cortex-m33", 630, 272, 150),
          chip("rp2350", "cortex-m33", 4 * KIB, 512, 150), // Raspberry Pi Pico 2
          chip("corstone-300", "cortex-m55", 512, 512, 25),
          chip("ra8m1", "cortex-m85", 2016, 896, 480));

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

  private CortexChips() {}

  private static Chip chip(String mcu, String core, int flash, int ram, long clock) {
    return new Chip(mcu, core, flash * KIB, ram * KIB, clock * MHZ);
  }

  static PowerFacts power(Chip chip) {
    return POWER.getOrDefault(chip.mcu(), PowerFacts.unknown(3.3));
  }
}
