package dev.thimble.testing;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The QEMU boards that this package has a memory map for. */
public enum Board {
  /** Cortex-M0 (nRF51): as small as the real one. */
  MICROBIT("microbit", "cortex-m0", 0x0, 256, 0x2000_0000, 16, 4),
  /** Cortex-M3. */
  AN385("mps2-an385", "cortex-m3", 0x0, 4096, 0x2000_0000, 4096, 64),
  /** Cortex-M4. */
  AN386("mps2-an386", "cortex-m4", 0x0, 4096, 0x2000_0000, 4096, 64),
  /** Cortex-M7. */
  AN500("mps2-an500", "cortex-m7", 0x0, 4096, 0x2000_0000, 4096, 64),
  /** Cortex-M33, in its secure state. */
  AN505("mps2-an505", "cortex-m33", 0x1000_0000, 4096, 0x3800_0000, 4096, 64),
  /** Cortex-M55, in its secure state. */
  AN547("mps3-an547", "cortex-m55", 0x1000_0000, 512, 0x3100_0000, 2048, 64);

  private final String machine;
  private final String cpu;
  private final long flashOrigin;
  private final int flashKib;
  private final long ramOrigin;
  private final int ramKib;
  private final int stackKib;

  Board(
      String machine,
      String cpu,
      long flashOrigin,
      int flashKib,
      long ramOrigin,
      int ramKib,
      int stackKib) {
    this.machine = machine;
    this.cpu = cpu;
    this.flashOrigin = flashOrigin;
    this.flashKib = flashKib;
    this.ramOrigin = ramOrigin;
    this.ramKib = ramKib;
    this.stackKib = stackKib;
  }

  /** QEMU's name. */
  public String machine() {
    return machine;
  }

  /** Its core, as {@code -mcpu} wants it. */
  public String cpu() {
    return cpu;
  }

  static Optional<Board> of(String machine) {
    return Arrays.stream(values()).filter(board -> board.machine.equals(machine)).findFirst();
  }

  static String known() {
    return Arrays.stream(values()).map(Board::machine).collect(Collectors.joining(", "));
  }

  String linkerScript() {
    return Resources.text("arm.ld.txt")
        .replace("@FLASH_ORIGIN@", hex(flashOrigin))
        .replace("@FLASH_BYTES@", hex(flashKib * 1024L))
        .replace("@RAM_ORIGIN@", hex(ramOrigin))
        .replace("@RAM_BYTES@", hex(ramKib * 1024L))
        .replace("@STACK_BYTES@", hex(stackKib * 1024L));
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
