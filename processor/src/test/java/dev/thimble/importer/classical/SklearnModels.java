package dev.thimble.importer.classical;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Small models of every kind that scikit-learn trained: models.json of make_models.py. */
public final class SklearnModels {
  private SklearnModels() {}

  /** A model, named for the report. */
  public record Entry(String name, JsonObject json, JsonArray x) {
    /** The samples. */
    public List<float[]> samples() {
      List<float[]> samples = new ArrayList<>();
      x.forEach(row -> samples.add(floats(row)));
      return samples;
    }

    /** The model in integers and in reals. */
    public TrainedModel trained() throws Problem {
      byte[] text = json.get("model").toString().getBytes(StandardCharsets.UTF_8);
      Graph graph = new JsonImporter().read(new ModelFile("m.json", text));
      boolean least =
          name.contains("KMeans") || name.contains("k-means") || name.equals("NearestCentroid");
      return TrainedModel.of(graph, samples(), least, 0);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** All models. */
  public static Stream<Entry> all() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SklearnModels.class.getResourceAsStream("models.json"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      JsonObject all = JsonParser.parseString(text).getAsJsonObject();
      List<Entry> entries = new ArrayList<>();
      for (JsonElement each : all.getAsJsonArray("models")) {
        JsonObject json = each.getAsJsonObject();
        boolean common = json.get("x").isJsonPrimitive();
        JsonArray x = (common ? all : json).getAsJsonArray(common ? "common" : "x");
        entries.add(new Entry(json.get("name").getAsString(), json, x));
      }
      return entries.stream();
    }
  }

  static float[] floats(JsonElement element) {
    JsonArray array = element.isJsonArray() ? element.getAsJsonArray() : new JsonArray();
    if (!element.isJsonArray()) {
      array.add(element);
    }
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).getAsFloat();
    }
    return values;
  }
}
