package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.fixture.Tones;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs with a {@code main} of their own on boards that QEMU simulates. */
final class ArmPrograms {
  private ArmPrograms() {}

  /** Skips the test where compiler or simulator are missing. */
  static void assumeAvailable() {
    boolean there = Files.isExecutable(Path.of("/usr/bin/qemu-system-arm"));
    assumeTrue(there && Files.isExecutable(Path.of("/usr/bin/arm-none-eabi-gcc")), "no QEMU");
  }

  /**
   * Compiles the C of a folder and runs it.
   *
   * @param options of the compiler, which say the core
   * @param board QEMU's machine, and options of its own
   * @param sources names of the files in the folder
   * @return what the program prints
   */
  static String run(Path folder, String options, String board, String... sources) throws Exception {
    Tones.harness(folder, "arm_start.c", "arm_semihosting.h", "arm.ld.txt");
    Files.writeString(
        folder.resolve("board.ld"),
        Files.readString(folder.resolve("arm.ld.txt"))
            .replace("@FLASH_ORIGIN@", "0x0")
            .replace("@FLASH_BYTES@", "0x400000")
            .replace("@RAM_ORIGIN@", "0x20000000")
            .replace("@RAM_BYTES@", "0x400000")
            .replace("@STACK_BYTES@", "0x10000"));
    List<String> build = new ArrayList<>(List.of("arm-none-eabi-gcc"));
    build.addAll(List.of(options.split(" ")));
    build.addAll(List.of("-nostartfiles", "-T", "board.ld"));
    build.addAll(List.of(sources));
    build.addAll(List.of("arm_start.c", "-lc", "-lnosys", "-lgcc", "-o", "a.elf"));
    assertThat(Tones.run(folder, build.toArray(String[]::new))).endsWith("exit 0");
    String simulate =
        "qemu-system-arm -M "
            + board
            + " -display none -serial none -monitor none"
            + " -semihosting-config enable=on,target=native -kernel a.elf";
    return Tones.run(folder, simulate.split(" "));
  }
}
