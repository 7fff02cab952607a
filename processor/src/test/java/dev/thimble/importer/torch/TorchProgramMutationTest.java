package dev.thimble.importer.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Importers;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.ModelImporter;
import dev.thimble.importer.data.Damage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Damaged programs end in a problem or in a valid graph, never in an exception, and always end.
 *
 * <p>{@code -Dthimble.mutations=20000} tries more of each format.
 */
class TorchProgramMutationTest {
  private static final int MUTATIONS = Integer.getInteger("thimble.mutations", 2_000);
  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"]*\"|-?\\d+(\\.\\d+)?|\\w+|[\\[\\]()]");
  private static final List<String> TOKENS =
      List.of("None", "-1", "0", "99999999", "[]", "(", "self", "True", "[[[1]]]", "0.5", "x");

  private static final Importers IMPORTERS = Importers.installed();

  private final Damage damage = new Damage(20261127);
  private final TreeMap<String, Integer> codes = new TreeMap<>();

  @ParameterizedTest
  @CsvSource({"control.script.pt", "control.ptl", "control.pt2"})
  void archivesSurvive(String name) throws Problem {
    Map<String, byte[]> sound = TorchNetworks.entries(TorchNetworks.bytes(name));
    sound.keySet().removeIf(entry -> entry.contains("debug") || entry.contains("sample_inputs"));
    List<String> names = new ArrayList<>(sound.keySet());
    for (int i = 0; i < MUTATIONS; i++) {
      Map<String, byte[]> entries = new LinkedHashMap<>(sound);
      String changed = names.get(damage.next(names.size()));
      boolean text = changed.endsWith(".py") || changed.endsWith(".json");
      entries.computeIfPresent(
          changed, (key, bytes) -> text && damage.next(4) > 0 ? tokens(bytes) : damaged(bytes));
      byte[] archive = TorchNetworks.archive(entries);
      check(i, new ModelFile(name, i % 16 == 0 ? damage.of(archive) : archive));
    }
    finish(name);
  }

  @ParameterizedTest
  @CsvSource({"control.pte"})
  void programsSurvive(String name) {
    byte[] sound = TorchNetworks.bytes(name);
    for (int i = 0; i < MUTATIONS; i++) {
      check(i, new ModelFile(name, damage.of(sound)));
    }
    finish(name);
  }

  private byte[] damaged(byte[] bytes) {
    return bytes.length == 0 ? bytes : damage.of(bytes);
  }

  private void finish(String what) {
    System.out.printf("%,d damaged copies of %s: %s%n", MUTATIONS, what, codes);
    assertThat(codes.size()).isGreaterThan(2);
  }

  private byte[] tokens(byte[] source) {
    String text = new String(source, StandardCharsets.UTF_8);
    Matcher matcher = TOKEN.matcher(text);
    List<int[]> places = new ArrayList<>();
    while (matcher.find()) {
      places.add(new int[] {matcher.start(), matcher.end()});
    }
    if (places.isEmpty()) {
      return source;
    }
    int[] place = places.get(damage.next(places.size()));
    int[] other = places.get(damage.next(places.size()));
    String with =
        damage.next(2) == 0
            ? TOKENS.get(damage.next(TOKENS.size()))
            : text.substring(other[0], other[1]);
    return (text.substring(0, place[0]) + with + text.substring(place[1]))
        .getBytes(StandardCharsets.UTF_8);
  }

  private void check(int number, ModelFile file) {
    try {
      ModelImporter importer = IMPORTERS.model(file).orElseThrow();
      Graph graph = importer.read(file, List.of(Shape.of(6)));
      for (Node node : graph.nodes()) {
        node.inputs().forEach(graph::value);
        node.outputs().forEach(graph::value);
      }
      graph.outputs().forEach(graph::value);
      codes.merge("valid", 1, Integer::sum);
    } catch (Problem problem) {
      codes.merge(problem.code().code(), 1, Integer::sum);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("mutation " + number, e);
    }
  }
}
