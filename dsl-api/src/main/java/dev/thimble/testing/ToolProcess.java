package dev.thimble.testing;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the tool chain: its output captured, its time bounded. */
final class ToolProcess {
  private static final int LONGEST_OUTPUT = 64 * 1024;
  private static final int POLL_MILLIS = 200;

  /** What a program left: its exit code and the end of what it printed. */
  record Result(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  private ToolProcess() {}

  static Result run(List<String> command, Path directory, Duration timeout) {
    return run(command, directory, timeout, () -> {});
  }

  /** Runs to the end; {@code poll} is called now and then meanwhile. */
  static Result run(List<String> command, Path directory, Duration timeout, Runnable poll) {
    try {
      Path output = Files.createTempFile(directory, "output", ".txt");
      try {
        Process process = start(command, directory, output);
        int exitCode = await(process, command, output, timeout, poll);
        return new Result(exitCode, tail(output));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command), e);
    }
  }

  private static Process start(List<String> command, Path directory, Path output)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static int await(
      Process process, List<String> command, Path output, Duration timeout, Runnable poll)
      throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        poll.run();
        if (System.nanoTime() > deadline) {
          kill(process);
          String name = new File(command.get(0)).getName();
          throw new TargetException(
              name + " did not end within " + timeout.toMillis() + " ms", tail(output));
        }
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException("Interrupted while running " + String.join(" ", command));
    } finally {
      kill(process);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static String tail(Path output) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "r")) {
      int bytes = (int) Math.min(file.length(), LONGEST_OUTPUT);
      byte[] end = new byte[bytes];
      file.seek(file.length() - bytes);
      file.readFully(end);
      return new String(end, StandardCharsets.UTF_8);
    }
  }
}
