package dev.thimble.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How to build. Start at {@link #DEFAULT} and change what differs.
 *
 * @param optimization the compiler's level
 * @param trace whether the trace macro reports each step's result; such a build measures nothing
 * @param sanitizers for example {@code undefined} and {@code address}; the host's compilers have
 *     them
 * @param flags further flags for every file and for the linker
 * @param modelFlags further flags for the model's own files, for example {@code -Wconversion} or
 *     {@code -x c++}
 * @param compiler another compiler than the device's, by name or path
 * @param directory where to build and to leave everything; else a temporary directory
 * @param timeout the longest time for each call of the compiler
 */
public record BuildOptions(
    String optimization,
    boolean trace,
    List<String> sanitizers,
    List<String> flags,
    List<String> modelFlags,
    Optional<String> compiler,
    Optional<Path> directory,
    Duration timeout) {

  /** {@code -O2}, no trace, no sanitizers, two minutes a file. */
  public static final BuildOptions DEFAULT =
      new BuildOptions(
          "-O2",
          false,
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Duration.ofMinutes(2));

  /** Copies the lists and checks that nothing is null. */
  public BuildOptions {
    Objects.requireNonNull(optimization, "optimization");
    sanitizers = List.copyOf(sanitizers);
    flags = List.copyOf(flags);
    modelFlags = List.copyOf(modelFlags);
    Objects.requireNonNull(compiler, "compiler");
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(timeout, "timeout");
  }

  /** Another level: {@code -Os}, {@code -O3}. */
  public BuildOptions withOptimization(String level) {
    return new BuildOptions(
        level, trace, sanitizers, flags, modelFlags, compiler, directory, timeout);
  }

  /** Reports each step's result, see {@link Run#trace()}. */
  public BuildOptions withTrace() {
    return new BuildOptions(
        optimization, true, sanitizers, flags, modelFlags, compiler, directory, timeout);
  }

  /** Compiles checks in: {@code withSanitizers("undefined", "address")}. */
  public BuildOptions withSanitizers(String... names) {
    return new BuildOptions(
        optimization, trace, List.of(names), flags, modelFlags, compiler, directory, timeout);
  }

  /** Further compiler flags, for the model, the harness and the linker. */
  public BuildOptions withFlags(String... further) {
    return new BuildOptions(
        optimization,
        trace,
        sanitizers,
        List.of(further),
        modelFlags,
        compiler,
        directory,
        timeout);
  }

  /** Further compiler flags for the model's own files. */
  public BuildOptions withModelFlags(String... further) {
    return new BuildOptions(
        optimization, trace, sanitizers, flags, List.of(further), compiler, directory, timeout);
  }

  /** Another compiler, by name or path. */
  public BuildOptions withCompiler(String program) {
    return new BuildOptions(
        optimization,
        trace,
        sanitizers,
        flags,
        modelFlags,
        Optional.of(program),
        directory,
        timeout);
  }

  /** Builds in a directory that stays. */
  public BuildOptions withDirectory(Path path) {
    return new BuildOptions(
        optimization, trace, sanitizers, flags, modelFlags, compiler, Optional.of(path), timeout);
  }

  /** The longest time for each call of the compiler. */
  public BuildOptions withTimeout(Duration longest) {
    return new BuildOptions(
        optimization, trace, sanitizers, flags, modelFlags, compiler, directory, longest);
  }
}
