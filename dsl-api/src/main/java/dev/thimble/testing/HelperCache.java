package dev.thimble.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The small C programs that this package brings - the AVR runner, the QEMU plugin - compiled on
 * first use and kept by their hash in {@code thimble.cache} (a system property) or a folder of the
 * temporary directory.
 */
final class HelperCache {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** What did not compile once: asking again costs nothing. */
  private static final Map<Path, TargetException> FAILED = new HashMap<>();

  private HelperCache() {}

  /**
   * Compiles a C file of this package for the host.
   *
   * @param source the resource's name
   * @param arguments flags and libraries, after the source file
   * @return the program
   * @throws TargetException if it does not compile
   */
  static synchronized Path compile(String source, List<String> arguments) {
    String compiler =
        Tools.hostCompiler()
            .map(Path::toString)
            .orElseThrow(() -> new TargetException(Tools.check("cc").reason()));
    String text = Resources.text(source);
    String key = hash(text + "\n" + compiler + "\n" + arguments);
    Path program = directory().resolve(source.replace(".c", "") + "-" + key);
    if (Files.isExecutable(program)) {
      return program;
    }
    if (FAILED.containsKey(program)) {
      throw FAILED.getOrDefault(program, new TargetException(source + " does not compile"));
    }
    return build(compiler, source, text, arguments, program);
  }

  private static Path build(
      String compiler, String source, String text, List<String> arguments, Path program) {
    try (WorkDirectory directory = WorkDirectory.open(Optional.empty())) {
      directory.write(source, text);
      Path output = Files.createTempFile(program.getParent(), "building", "");
      List<String> command = new ArrayList<>(List.of(compiler, "-O2", "-o", output.toString()));
      command.add(source);
      command.addAll(arguments);
      ToolProcess.Result result = ToolProcess.run(command, directory.path(), TIMEOUT);
      if (!result.succeeded()) {
        Files.deleteIfExists(output);
        TargetException failure =
            new TargetException(source + " does not compile", result.output());
        FAILED.put(program, failure);
        throw failure;
      }
      return Files.move(output, program, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot compile " + source, e);
    }
  }

  /** Nobody else may write here: what lies in it is executed. */
  private static Path directory() {
    String user = System.getProperty("user.name", "user");
    String standard =
        Path.of(System.getProperty("java.io.tmpdir", "."), "thimble-tools-" + user).toString();
    Path directory = Path.of(System.getProperty("thimble.cache", standard)).toAbsolutePath();
    try {
      Files.createDirectories(directory);
      PosixFileAttributeView view =
          Files.getFileAttributeView(
              directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      if (view != null) {
        view.setPermissions(PosixFilePermissions.fromString("rwx------")); // fails if not ours
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(
          directory + " cannot be used; name another one with -Dthimble.cache", e);
    }
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
