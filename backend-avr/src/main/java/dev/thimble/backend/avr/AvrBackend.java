package dev.thimble.backend.avr;

import com.google.auto.service.AutoService;
import dev.thimble.backend.Backend;
import dev.thimble.backend.CTarget;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.backend.CostTable;
import dev.thimble.backend.Driver;
import dev.thimble.backend.PowerFacts;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.testing.DeviceInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The 8-bit AVRs. Addresses of constants have 16 bits where all of them lie in the first 64 KB of
 * flash, and 24 bits else ({@link AvrFar}).
 */
@AutoService(Backend.class)
public final class AvrBackend implements Backend {
  private static final int KIB = 1024;

  /**
   * Short tables of a kernel with far constants stay near, where a number finds its entry sooner.
   */
  private static final int MOST_NEAR_BYTES = 256;

  /** avr-gcc has no larger arrays: differences of its pointers are numbers of 16 bits. */
  private static final int MOST_ARRAY_BYTES = Short.MAX_VALUE;

  /** Flash and RAM from the data sheets; the clock is that of the common boards. */
  private static final List<Chip> CHIPS =
      List.of(
          new Chip("atmega168", "avr5", 16 * KIB, 1 * KIB, 16_000_000),
          new Chip("atmega328p", "avr5", 32 * KIB, 2 * KIB, 16_000_000),
          new Chip("atmega32u4", "avr5", 32 * KIB, 2560, 16_000_000),
          new Chip("atmega644", "avr5", 64 * KIB, 4 * KIB, 16_000_000),
          new Chip("atmega1284p", "avr51", 128 * KIB, 16 * KIB, 16_000_000),
          new Chip("atmega2560", "avr6", 256 * KIB, 8 * KIB, 16_000_000),
          new Chip("attiny84", "avr25", 8 * KIB, 512, 8_000_000),
          new Chip("attiny85", "avr25", 8 * KIB, 512, 8_000_000));

  /** Currents of the ATmega328P; those of the other chips are not known here. */
  private static final PowerFacts ATMEGA328P =
      new PowerFacts(
          5,
          List.of(
              new PowerFacts.Active(1_000_000, 2, 0.3),
              new PowerFacts.Active(4_000_000, 3, 1.7),
              new PowerFacts.Active(8_000_000, 5, 5.2)),
          OptionalDouble.of(4.2),
          0,
          "data sheet 8271H, table 29-12: typical; sleep is power-down with watchdog at 3 V");

  /** For {@link java.util.ServiceLoader}. */
  public AvrBackend() {}

  @Override
  public String name() {
    return "avr";
  }

  @Override
  public List<Chip> chips() {
    return CHIPS;
  }

  @Override
  public CTarget c(Chip chip) {
    return new AvrC(Core.of(chip).multiplier());
  }

  @Override
  public CostTable costs(Chip chip) {
    return new AvrCosts(Core.of(chip).multiplier());
  }

  @Override
  public List<Claim> claims(Chip chip, Kernel kernel) {
    return claims(Core.of(chip), chip, kernel);
  }

  @Override
  public List<Claim> farClaims(Chip chip, Kernel kernel) {
    return farClaims(chip, kernel, MOST_NEAR_BYTES);
  }

  /** The same with all but so many bytes of a table far. */
  static List<Claim> farClaims(Chip chip, Kernel kernel, int mostNear) {
    Core core = Core.of(chip);
    return claims(core.reachesFar() ? core.asFar(mostNear) : core, chip, kernel).stream()
        .map(AvrBackend::large)
        .toList();
  }

  /** Arrays that are larger than those of C are laid out as far ones, also on cores without. */
  private static Claim large(Claim claim) {
    List<Buffer> constants =
        claim.constants().stream()
            .map(one -> one.bytes() > MOST_ARRAY_BYTES && !one.isFar() ? Streams.far(one) : one)
            .toList();
    return new Claim(
        claim.summary(),
        constants,
        claim.scratch(),
        claim.shared(),
        claim.interleaved(),
        claim.cost(),
        claim.body());
  }

  private static List<Claim> claims(Core core, Chip chip, Kernel kernel) {
    List<Claim> sums = SumClaims.of(core, kernel, chip.flashBytes());
    if (!sums.isEmpty()) {
      return sums;
    }
    return DistanceClaim.of(core, kernel)
        .or(() -> NeighboursClaim.of(core, kernel))
        .or(() -> SoftmaxClaim.of(core, kernel))
        .or(() -> TreesClaim.of(core, kernel, chip.flashBytes() / 2))
        .or(() -> KernelClaim.of(core, kernel))
        .stream()
        .toList();
  }

  @Override
  public Optional<Driver> driver(
      Chip chip, List<Driver.Call> calls, Optional<Driver.Place> result) {
    return RunFunction.of(Core.of(chip), calls, result);
  }

  @Override
  public Optional<Driver> start(Chip chip, List<Driver.Fill> fills) {
    return StartFunction.of(Core.of(chip), fills);
  }

  @Override
  public Optional<Driver> push(Chip chip, Driver.Samples samples) {
    return Optional.of(PushFunction.of(Core.of(chip), samples));
  }

  /** {@code lpm} loads constants from the first 64 KB; interrupt vectors and jumps come first. */
  @Override
  public int constantBytes(Chip chip) {
    return Math.min(chip.flashBytes(), 63 * KIB);
  }

  @Override
  public int farConstantBytes(Chip chip) {
    return Core.of(chip).reachesFar() ? chip.flashBytes() : constantBytes(chip);
  }

  @Override
  public int arrayBytes(Chip chip) {
    return MOST_ARRAY_BYTES;
  }

  @Override
  public PowerFacts power(Chip chip) {
    return chip.mcu().equals("atmega328p") ? ATMEGA328P : PowerFacts.unknown(5);
  }

  @Override
  public int callCycles(Chip chip) {
    return Core.of(chip).callCycles();
  }

  @Override
  public DeviceInfo device(Chip chip, long clockHz) {
    return DeviceInfo.avr(chip.mcu(), known(chip), clockHz);
  }

  /** A described chip is compiled for, and simulated on, the largest one with its core. */
  private static String known(Chip chip) {
    if (CHIPS.stream().anyMatch(each -> each.mcu().equals(chip.mcu()))) {
      return chip.mcu();
    }
    return CHIPS.stream()
        .filter(each -> each.core().equals(chip.core()))
        .max(Comparator.comparingInt(Chip::flashBytes))
        .map(Chip::mcu)
        .orElseThrow();
  }
}
