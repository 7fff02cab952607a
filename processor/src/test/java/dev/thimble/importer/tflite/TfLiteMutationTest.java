package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Broken files end in a problem or in a valid graph, never in an exception. */
class TfLiteMutationTest {
  private static final int MUTATIONS = 24_000;
  private static final int LARGEST = 20_000;

  private final Random random = new Random(20261123);
  private final TreeMap<String, Integer> codes = new TreeMap<>();

  @Test
  void survivesMutations() throws IOException {
    List<byte[]> files = files();
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = mutated(files, files.get(i % files.size()));
      try {
        check(mutated);
        codes.merge("valid", 1, Integer::sum);
      } catch (Problem problem) {
        codes.merge(problem.code().code(), 1, Integer::sum);
      } catch (RuntimeException e) {
        throw new AssertionError("mutation " + i + " of file " + i % files.size(), e);
      }
    }
    System.out.printf("%,d mutations of %d models: %s%n", MUTATIONS, files.size(), codes);
    assertThat(codes.size()).isGreaterThan(4);
  }

  @Test
  void survivesEveryTruncationOfATinyModel() {
    byte[] whole = TinyModels.streaming();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      try {
        check(cut);
      } catch (Problem problem) {
        assertThat(problem.code().code()).startsWith("TM3");
      }
    }
  }

  private static List<byte[]> files() throws IOException {
    List<byte[]> files = new ArrayList<>(TinyModels.all().values());
    files.addAll(TinyOperators.all().values());
    files.addAll(TinyReals.all().values());
    for (Path path : Shared.files("models/tflite", ".tflite")) {
      ModelFile file = Shared.file(path);
      if (file.bytes().length < LARGEST) {
        files.add(file.bytes());
      }
    }
    return files;
  }

  private static void check(byte[] bytes) throws Problem {
    ModelFile file = new ModelFile("mutated.tflite", bytes);
    Graph graph = new TfLiteImporter().read(file);
    new TfLiteImporter().labels(file).forEach(String::length);
    new TfLiteImporter().normalizations(file).forEach(Optional::isPresent);
    for (Node node : ReferenceArithmetic.apply(graph, Profile.TFLM).nodes()) {
      node.inputs().forEach(graph::value);
      node.outputs().forEach(graph::value);
    }
    graph.outputs().forEach(graph::value);
  }

  private byte[] mutated(List<byte[]> files, byte[] original) {
    byte[] bytes = original.clone();
    switch (random.nextInt(8)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 1 -> splice(bytes, files.get(random.nextInt(files.size())));
      case 2 -> splice(bytes, bytes.clone());
      case 3 -> {
        // An offset or a count that is off by a little, or huge.
        int at = random.nextInt(bytes.length / 4) * 4;
        int delta = random.nextBoolean() ? random.nextInt(9) - 4 : random.nextInt();
        for (int i = 0; i < 4 && at + i < bytes.length; i++) {
          bytes[at + i] += (byte) (delta >> 8 * i);
        }
      }
      default -> {
        for (int i = random.nextInt(4); i >= 0; i--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return bytes;
  }

  private void splice(byte[] into, byte[] from) {
    int length = 1 + random.nextInt(64);
    int source = random.nextInt(Math.max(1, from.length - length));
    int target = random.nextInt(Math.max(1, into.length - length));
    System.arraycopy(
        from, source, into, target, Math.min(length, Math.min(from.length, into.length)));
  }
}
