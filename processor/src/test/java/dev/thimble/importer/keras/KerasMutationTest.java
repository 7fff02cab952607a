package dev.thimble.importer.keras;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.data.Damage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Broken files end in a problem or in a valid graph, never in an exception, and never not at all.
 */
class KerasMutationTest {
  private static final int MUTATIONS = Integer.getInteger("thimble.mutations", 10_000);
  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"]*\"|-?\\d+(\\.\\d+)?|true|false|null");
  private static final List<String> TOKENS =
      List.of("null", "-1", "0", "1e30", "99999999", "[]", "{}", "\"x\"", "true", "[[[1]]]", "0.5");

  private final Damage damage = new Damage(20260502);
  private final TreeMap<String, Integer> codes = new TreeMap<>();

  @Test
  void archivesSurvive() throws Problem {
    List<Map<String, byte[]>> archives = new ArrayList<>();
    for (String name : List.of("tiny.keras", "branches.keras")) {
      archives.add(KerasFiles.entries(KerasFiles.bytes(name)));
    }
    for (int i = 0; i < MUTATIONS; i++) {
      Map<String, byte[]> entries = new LinkedHashMap<>(archives.get(i % 8 == 0 ? 1 : 0));
      if (i % 2 == 0) {
        entries.computeIfPresent("model.weights.h5", (name, bytes) -> damage.of(bytes));
      } else if (i % 16 == 1) {
        entries.computeIfPresent("config.json", (name, bytes) -> damage.of(bytes));
      } else {
        entries.computeIfPresent("config.json", (name, bytes) -> tokens(bytes));
      }
      check(i, new ModelFile("mutated.keras", KerasFiles.archive(entries)));
      if (i % 16 == 0) {
        check(i, new ModelFile("mutated.keras", damage.of(KerasFiles.archive(entries))));
      }
    }
    finish("archives");
  }

  @Test
  void hdf5FilesSurvive() {
    byte[] whole = KerasFiles.bytes("tiny.h5");
    for (int i = 0; i < MUTATIONS; i++) {
      check(i, new ModelFile("mutated.h5", damage.of(whole)));
    }
    finish("HDF5 files");
  }

  private void finish(String what) {
    System.out.printf("%,d damaged %s of Keras: %s%n", MUTATIONS, what, codes);
    assertThat(codes.size()).isGreaterThan(2);
  }

  private byte[] tokens(byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    Matcher matcher = TOKEN.matcher(text);
    List<int[]> places = new ArrayList<>();
    while (matcher.find()) {
      places.add(new int[] {matcher.start(), matcher.end()});
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
      Graph graph = new KerasImporter().read(file);
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
