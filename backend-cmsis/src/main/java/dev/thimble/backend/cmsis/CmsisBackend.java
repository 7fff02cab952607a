package dev.thimble.backend.cmsis;

import com.google.auto.service.AutoService;
import dev.thimble.backend.Backend;
import dev.thimble.backend.CTarget;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.backend.CostTable;
import dev.thimble.backend.Driver;
import dev.thimble.backend.PowerFacts;
import dev.thimble.kernel.Kernel;
import dev.thimble.testing.DeviceInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Cortex-M cores from M0 to M85. */
@AutoService(Backend.class)
public final class CmsisBackend implements Backend {
  /** The board of the M0, and its memory. */
  private static final String SMALL_BOARD = "microbit";

  private static final int SMALL_FLASH = 256 * 1024;
  private static final int SMALL_RAM = 16 * 1024;

  /** A board with memory for every chip, whose core has all instructions of smaller ones. */
  private static final String LARGE_BOARD = "mps2-an385";

  /**
   * QEMU's board for each core. A core that QEMU does not have runs on the next one that has all
   * its instructions.
   */
  private static final Map<String, String> BOARDS =
      Map.of(
          "cortex-m0", SMALL_BOARD,
          "cortex-m0plus", SMALL_BOARD,
          "cortex-m3", LARGE_BOARD,
          "cortex-m4", "mps2-an386",
          "cortex-m7", "mps2-an500",
          "cortex-m23", "mps2-an505",
          "cortex-m33", "mps2-an505",
          "cortex-m33+nodsp", "mps2-an505",
          "cortex-m55", "mps3-an547",
          "cortex-m85", "mps3-an547");

  /** For {@link java.util.ServiceLoader}. */
  public CmsisBackend() {}

  @Override
  public String name() {
    return "cmsis";
  }

  @Override
  public List<Chip> chips() {
    return CortexChips.ALL;
  }

  @Override
  public List<String> cores() {
    return BOARDS.keySet().stream().sorted().toList();
  }

  @Override
  public CTarget c(Chip chip) {
    return new CortexC(chip.core());
  }

  @Override
  public CostTable costs(Chip chip) {
    return CortexCosts.of(chip.core());
  }

  /** Helium, DSP instructions, Thumb-2 and Thumb have assembly each. */
  @Override
  public List<Claim> claims(Chip chip, Kernel kernel) {
    KernelSums sums = KernelSums.of(kernel);
    if (!CortexC.hasThumb2(chip.core())) {
      Optional<Claim> words = WordSumClaim.of(sums, chip.ramBytes(), true);
      return words
          .or(() -> Thumb1SumClaim.of(sums))
          .or(() -> PoolClaim.ofNarrow(kernel))
          .or(() -> PairClaim.ofNarrow(kernel))
          .or(() -> SoftmaxClaim.of(kernel, true))
          .or(() -> WordSoftmaxClaim.ofThumb(kernel))
          .or(() -> MoveClaim.of(kernel, false, false))
          .or(() -> ByteMapClaim.of(kernel, true))
          .or(() -> KernelClaim.of(kernel, chip.core()))
          .stream()
          .toList();
    }
    boolean dsp = CortexC.hasDsp(chip.core());
    Optional<Claim> helium = Optional.empty();
    if (CortexC.hasHelium(chip.core())) {
      helium =
          HeliumSumClaim.of(sums, chip.ramBytes())
              .or(() -> HeliumDepthwiseClaim.of(sums))
              .or(() -> HeliumPoolClaim.of(kernel));
    }
    Optional<Claim> tile =
        helium.or(
            () ->
                dsp
                    ? TiledSumClaim.of(sums, chip.ramBytes())
                    : WordSumClaim.of(sums, chip.ramBytes(), false));
    return faster(sums, tile, dsp)
        .or(() -> BorderedSumClaim.of(sums, dsp))
        .or(() -> BorderedSumClaim.ofWords(sums, dsp))
        .or(() -> PoolClaim.of(kernel, dsp))
        .or(() -> SoftmaxClaim.of(kernel, false))
        .or(() -> WordSoftmaxClaim.of(kernel, dsp))
        .or(() -> PairClaim.of(kernel, CortexC.hasHelium(chip.core())))
        .or(() -> MoveClaim.of(kernel, true, CortexC.hasHelium(chip.core())))
        .or(() -> ByteMapClaim.of(kernel, false))
        .or(() -> KernelClaim.of(kernel, chip.core()))
        .stream()
        .toList();
  }

  /** A tile of few positions or channels, or of short sums, may cost more than it saves. */
  private static Optional<Claim> faster(KernelSums sums, Optional<Claim> tile, boolean dsp) {
    if (tile.isPresent() && sums.suitsTile()) {
      return tile;
    }
    return Stream.concat(tile.stream(), ProductSumClaim.of(sums, dsp).stream())
        .min(Comparator.comparingLong(claim -> claim.cost().cycles()));
  }

  @Override
  public Optional<Driver> driver(
      Chip chip, List<Driver.Call> calls, Optional<Driver.Place> result) {
    return RunFunction.of(CortexC.hasThumb2(chip.core()), calls, result);
  }

  @Override
  public double cyclesPerUnit(Chip chip) {
    return CortexTiming.cyclesPerInstruction(chip.core());
  }

  @Override
  public PowerFacts power(Chip chip) {
    return CortexChips.power(chip);
  }

  @Override
  public DeviceInfo device(Chip chip, long clockHz) {
    String board = BOARDS.getOrDefault(chip.core(), LARGE_BOARD);
    boolean large = chip.flashBytes() > SMALL_FLASH || chip.ramBytes() > SMALL_RAM;
    if (board.equals(SMALL_BOARD) && large) {
      board = LARGE_BOARD;
    }
    // GCC before 13 does not know the M85, whose instructions for integers are the M55's.
    String cpu = chip.core().equals("cortex-m85") ? "cortex-m55" : chip.core();
    DeviceInfo info = DeviceInfo.cortexM(chip.mcu(), cpu, board, clockHz);
    return CortexC.hasHelium(chip.core()) ? info.withFlag("-mfloat-abi=hard") : info;
  }
}
