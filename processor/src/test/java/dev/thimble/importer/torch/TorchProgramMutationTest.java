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
import java.util.zip.ZipEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Damaged programs end in a problem or in a valid graph, never in an exception, and always end: of
 * each format {@value #MUTATIONS} copies, most of them of a small network, the others of one with
 * loops and of quantised ones.
 */
class TorchProgramMutationTest {
  private static final int MUTATIONS = 20_000;

  /** One in so many is a copy of a larger network. */
  private static final int LARGER = 10;

  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"]*\"|-?\\d+(\\.\\d+)?|\\w+|[\\[\\]()]");
  private static final List<String> TOKENS =
      List.of("None", "-1", "0", "99999999", "[]", "(", "self", "True", "[[[1]]]", "0.5", "x");

  private static final Importers IMPORTERS = Importers.installed();

  private final Damage damage = new Damage(20261127);
  private final TreeMap<String, Integer> codes = new TreeMap<>();

  /** A sound file, and the shape of its input. */
  private record Sound(String name, byte[] bytes, Map<String, byte[]> entries, Shape shape) {
    static Sound of(String name) throws Problem {
      byte[] bytes = TorchNetworks.bytes(name);
      Map<String, byte[]> entries = new LinkedHashMap<>();
      if (!name.endsWith(".pte")) {
        entries.putAll(TorchNetworks.entries(bytes));
        entries.keySet().removeIf(e -> e.contains("debug") || e.contains("sample_inputs"));
      }
      List<Integer> extents =
          TorchNetworks.golden(name.substring(0, name.indexOf('.')))
              .find("in0")
              .orElseThrow()
              .extents();
      Shape shape =
          extents.size() > 2
              ? Shape.of(extents.get(2), extents.get(3), extents.get(1))
              : Shape.of(extents.get(1));
      return new Sound(name, bytes, entries, shape);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "small.script.pt, control.script.pt, mixed.script.pt",
    "small.ptl, control.ptl, mixed.ptl",
    "small.pt2, control.pt2, steady.pt2",
    "small.pte, control.pte, steady.pte"
  })
  void damagedProgramsSurvive(String small, String control, String quantised) throws Problem {
    Sound most = Sound.of(small);
    List<Sound> larger = List.of(Sound.of(control), Sound.of(control), Sound.of(quantised));
    for (int i = 0; i < MUTATIONS; i++) {
      Sound sound = i % LARGER == 0 ? larger.get(i / LARGER % larger.size()) : most;
      byte[] damaged = sound.entries().isEmpty() ? damage.of(sound.bytes()) : archive(i, sound);
      check(i, new ModelFile(sound.name(), damaged), sound.shape());
    }
    System.out.printf("%,d damaged copies of %s: %s%n", MUTATIONS, small, codes);
    assertThat(codes.size()).isGreaterThan(2);
  }

  /** One file of the archive is damaged; now and then the archive itself. */
  private byte[] archive(int number, Sound sound) {
    Map<String, byte[]> entries = new LinkedHashMap<>(sound.entries());
    List<String> names = List.copyOf(entries.keySet());
    String changed = names.get(damage.next(names.size()));
    boolean text = changed.endsWith(".py") || changed.endsWith(".json");
    entries.computeIfPresent(
        changed, (key, bytes) -> text && damage.next(4) > 0 ? tokens(bytes) : damaged(bytes));
    int method = number % 8 == 2 ? ZipEntry.DEFLATED : ZipEntry.STORED;
    byte[] archive = TorchNetworks.archive(entries, method);
    return number % 16 == 1 ? damage.of(archive) : archive;
  }

  private byte[] damaged(byte[] bytes) {
    return bytes.length == 0 ? bytes : damage.of(bytes);
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

  private void check(int number, ModelFile file, Shape shape) {
    try {
      ModelImporter importer = IMPORTERS.model(file).orElseThrow();
      Graph graph = importer.read(file, List.of(shape));
      for (Node node : graph.nodes()) {
        node.inputs().forEach(graph::value);
        node.outputs().forEach(graph::value);
      }
      graph.outputs().forEach(graph::value);
      codes.merge("valid", 1, Integer::sum);
    } catch (Problem problem) {
      codes.merge(problem.code().code(), 1, Integer::sum);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(file.name() + ", mutation " + number, e);
    }
  }
}
