package dev.thimble.backend.cmsis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Cell;
import dev.thimble.graph.Graph;
import dev.thimble.kernel.random.ChannelGraphs;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.RandomLayers;
import dev.thimble.kernel.random.RecurrentGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that Clang compiles give the same bits; GCC compiles what runs them, and links. */
final class ClangTest {
  private static final int LAYERS = 34;
  private static final int NETWORKS = 3;

  private static final String SCRIPT =
      """
      #!/bin/sh
      library=$(arm-none-eabi-gcc -print-file-name=libc.a)
      for argument; do
        if [ "$argument" = net.c ]; then
          exec clang --target=arm-none-eabi -fshort-enums -isystem "${library%/*}/../include" "$@"
        fi
      done
      for argument; do
        [ "$argument" != firmware.elf ] || exec arm-none-eabi-gcc "$@" -Wl,-z,noexecstack
      done
      exec arm-none-eabi-gcc "$@"
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"rp2040, -Os", "stm32f103c8, -O2", "stm32l476, -O3", "corstone-300, -O2"})
  void agrees(String mcu, String level) throws IOException, Problem {
    assumeTrue(isThere("clang") && isThere("arm-none-eabi-gcc"), "Clang or GCC is not installed");
    Path script = folder.resolve("compiler");
    Files.writeString(script, SCRIPT, StandardCharsets.UTF_8);
    assumeTrue(script.toFile().setExecutable(true));
    BuildOptions options = BuildOptions.DEFAULT.withCompiler(script.toString());
    CmsisBackend backend = new CmsisBackend();
    RandomLayers.compare(backend, mcu, LAYERS, options, level);
    options = options.withOptimization(level);
    for (int seed = 0; seed < NETWORKS; seed++) {
      compare("channels " + seed, ChannelGraphs.of(seed), mcu, options);
    }
    compare("recurrence", RecurrentGraphs.sized(Cell.LSTM, NETWORKS, NETWORKS), mcu, options);
  }

  private static void compare(String name, Graph graph, String mcu, BuildOptions options) {
    CmsisBackend backend = new CmsisBackend();
    Comparison comparison = new Comparison(name, TestModel.of(graph), 1);
    Plan plan = comparison.model().plan(backend, Chips.of(backend, mcu));
    comparison.target(comparison.model().target(plan, false), options);
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }
}
