package dev.thimble.importer.onnxml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.classical.TrainedModel;
import dev.thimble.importer.onnx.OnnxImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of skl2onnx (make_models.py): in reals and in integers what scikit-learn says. */
class SklearnFilesTest {
  private static final int COPIES = Integer.getInteger("thimble.copies", 40);

  private static final Map<String, byte[]> ENTRIES = entries();

  private static Map<String, byte[]> entries() {
    Map<String, byte[]> entries = new TreeMap<>();
    try (InputStream in =
            Objects.requireNonNull(SklearnFilesTest.class.getResourceAsStream("models.zip"));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
      return entries;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> names() {
    return ENTRIES.keySet().stream()
        .filter(name -> name.endsWith(".onnx"))
        .map(name -> name.substring(0, name.length() - 5))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void agree(String name) throws Exception {
    String text = new String(ENTRIES.get(name + ".json"), StandardCharsets.UTF_8);
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    List<float[]> samples = new ArrayList<>();
    json.getAsJsonArray("x").forEach(row -> samples.add(floats(row)));
    ModelFile file = new ModelFile(name + ".onnx", ENTRIES.get(name + ".onnx"));
    boolean least = name.contains("KMeans");
    TrainedModel model = TrainedModel.of(new OnnxImporter().read(file), samples, least, 0);
    if (json.has("values")) {
      values(name, json.getAsJsonArray("values"), samples, model);
    } else {
      labels(name, json.getAsJsonArray("labels"), samples, model);
    }
  }

  /** Whatever a byte becomes: a model or a diagnostic. */
  @ParameterizedTest
  @MethodSource("names")
  void damagedFilesAreRefused(String name) {
    Random random = new Random(name.hashCode());
    for (int i = 0; i < COPIES; i++) {
      byte[] bytes = ENTRIES.get(name + ".onnx").clone();
      for (int n = 0; n <= random.nextInt(3); n++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(new OnnxImporter().read(new ModelFile(name, bytes)).outputs()).hasSize(1);
      } catch (Problem expected) {
        assertThat(expected.code()).isNotNull();
      }
    }
  }

  private static void labels(
      String name, JsonArray wanted, List<float[]> samples, TrainedModel model) {
    int real = 0;
    int integer = 0;
    for (int i = 0; i < samples.size(); i++) {
      real += model.realLabel(samples.get(i)) == wanted.get(i).getAsInt() ? 0 : 1;
      integer += model.label(samples.get(i)) == wanted.get(i).getAsInt() ? 0 : 1;
    }
    System.out.printf(
        "%s: of %d labels %d differ in reals, %d in integers of %d bits%n",
        name, samples.size(), real, integer, model.bits());
    assertThat(real).isZero();
    assertThat(integer).isLessThanOrEqualTo(most(name));
  }

  /** Rows of length 1 have bytes; support vectors of one class lie on the limit itself. */
  private static int most(String name) {
    return name.equals("OneClassSVM") ? 8 : name.contains("Normalizer") ? 1 : 0;
  }

  private static void values(
      String name, JsonArray wanted, List<float[]> samples, TrainedModel model) {
    float most = 0;
    for (JsonElement row : wanted) {
      for (float value : floats(row)) {
        most = Math.max(most, Math.abs(value));
      }
    }
    float off = 0;
    for (int i = 0; i < samples.size(); i++) {
      float[] row = floats(wanted.get(i));
      float[] reals = model.scores(samples.get(i));
      double[] integers = model.values(samples.get(i));
      for (int k = 0; k < row.length; k++) {
        assertThat(reals[k]).isCloseTo(row[k], within(1e-4f * most));
        off = (float) Math.max(off, Math.abs(integers[k] - row[k]));
      }
    }
    System.out.printf("%s: integers are off by %.2g of %.2g at most%n", name, off, most);
    assertThat(off).isLessThan((name.startsWith("Normalizer") ? 1f / 64 : 2e-3f) * most);
  }

  private static float[] floats(JsonElement row) {
    JsonArray array = row.getAsJsonArray();
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).getAsFloat();
    }
    return values;
  }
}
