package dev.thimble.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the programs of the tool chain: where the system property {@code thimble.tool.<name>} says,
 * else on the {@code PATH}.
 */
final class Tools {
  private static final Map<String, String> PACKAGES =
      Map.of(
          "cc", "gcc",
          "gcc", "gcc",
          "clang", "clang",
          "avr-gcc", "gcc-avr avr-libc",
          "arm-none-eabi-gcc", "gcc-arm-none-eabi libnewlib-arm-none-eabi",
          "qemu-system-arm", "qemu-system-arm");

  private Tools() {}

  static Optional<Path> find(String program) {
    String chosen = System.getProperty("thimble.tool." + program, program);
    if (chosen.contains("/") || chosen.contains(File.separator)) {
      return executable(Path.of(chosen).toAbsolutePath());
    }
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> Stream.of(Path.of(folder, chosen), Path.of(folder, chosen + ".exe")))
        .flatMap(file -> executable(file).stream())
        .findFirst();
  }

  /** The compiler of this host. */
  static Optional<Path> hostCompiler() {
    return Stream.of("cc", "gcc", "clang").flatMap(name -> find(name).stream()).findFirst();
  }

  /** Whether a program is there, and if not which package has it. */
  static Availability check(String program) {
    if (find(program).isPresent()) {
      return Availability.YES;
    }
    return Availability.no(
        Optional.ofNullable(PACKAGES.get(program))
            .map(packages -> program + " not found; on Debian: apt-get install " + packages)
            .orElse(program + " not found"));
  }

  /** The path of a program that must be there. */
  static String require(String program) {
    return find(program)
        .map(Path::toString)
        .orElseThrow(() -> new TargetException(check(program).reason()));
  }

  private static Optional<Path> executable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file)
        ? Optional.of(file)
        : Optional.empty();
  }
}
