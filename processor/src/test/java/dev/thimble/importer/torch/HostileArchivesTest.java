package dev.thimble.importer.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Importers;
import dev.thimble.importer.ModelFile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that were made to do harm: they grow a thousandfold, or lead out of their folder. */
class HostileArchivesTest {
  private static final int BOMB = 1 << 26;

  private static Graph read(String name, Map<String, byte[]> entries) throws Problem {
    ModelFile file = new ModelFile(name, TorchNetworks.archive(entries));
    return Importers.installed().model(file).orElseThrow().read(file, List.of(Shape.of(3)));
  }

  @ParameterizedTest
  @CsvSource({
    "small.script.pt, data.pkl",
    "small.script.pt, data/0",
    "small.script.pt, code/__torch__.py",
    "small.ptl, bytecode.pkl",
    "small.pt2, models/model.json",
    "small.pt2, data/weights/weight_0"
  })
  void bombs(String name, String entry) throws Problem {
    Map<String, byte[]> entries = TorchNetworks.entries(TorchNetworks.bytes(name));
    String own = entries.keySet().stream().filter(e -> e.endsWith("/" + entry)).findFirst().get();
    entries.put(own, new byte[BOMB]);
    assertThat(TorchNetworks.archive(entries).length).isLessThan(BOMB / 64);
    Problem problem = catchThrowableOfType(Problem.class, () -> read(name, entries));
    assertThat(problem.code().code()).isEqualTo("TM3501");
    assertThat(problem).hasMessageContaining(name);
  }

  /** Names are keys of the archive, never paths: nothing is written or read beside it. */
  @ParameterizedTest
  @ValueSource(strings = {"small.script.pt", "small.ptl", "small.pt2"})
  void namesThatLeadOut(String name) throws Problem {
    Map<String, byte[]> entries = TorchNetworks.entries(TorchNetworks.bytes(name));
    Map<String, byte[]> more = new LinkedHashMap<>(entries);
    more.put("../../../../etc/passwd", new byte[] {1});
    more.put("/etc/passwd", new byte[] {1});
    assertThat(read(name, more)).isEqualTo(read(name, entries));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../../../../etc/passwd", "/etc/passwd"})
  void weightsElsewhere(String path) throws Problem {
    Map<String, byte[]> entries = TorchNetworks.entries(TorchNetworks.bytes("small.pt2"));
    entries.replaceAll(
        (entry, bytes) ->
            entry.endsWith("model_weights_config.json")
                ? new String(bytes, StandardCharsets.UTF_8)
                    .replace("weight_0", path)
                    .getBytes(StandardCharsets.UTF_8)
                : bytes);
    Problem problem = catchThrowableOfType(Problem.class, () -> read("small.pt2", entries));
    assertThat(problem.code().code()).isEqualTo("TM3501");
    assertThat(problem).hasMessageContaining("it has no data/weights/" + path);
  }
}
