package dev.thimble.importer.classical;

import com.google.auto.service.AutoService;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import dev.thimble.diagnostic.ClassicalMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.Suggestions;
import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.ModelImporter;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Classical models from JSON; {@code docs/classical.md} is the format. */
@AutoService(ModelImporter.class)
public final class JsonImporter implements ModelImporter {
  /** Makes a graph of a model's members. */
  private interface Kind {
    Graph read(Fields model) throws Problem;
  }

  private static final SortedMap<String, Kind> KINDS = new TreeMap<>();

  static {
    for (String kind : List.of("DecisionTree", "ExtraTree", "RandomForest", "ExtraTrees")) {
      KINDS.put(kind + "Classifier", Forests::classifier);
      KINDS.put(kind + "Regressor", Forests::regressor);
    }
    KINDS.put("GradientBoostingClassifier", Forests::boosted);
    KINDS.put("GradientBoostingRegressor", Forests::boosted);
  }

  /** The kinds of models that are read. */
  static List<String> kinds() {
    return List.copyOf(KINDS.keySet());
  }

  @Override
  public boolean accepts(String fileName, byte[] head) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(".json");
  }

  @Override
  public String format() {
    return "classical models (.json)";
  }

  @Override
  public Graph read(ModelFile file) throws Problem {
    Fields model = parse(file);
    String name = model.text("kind");
    Kind kind = KINDS.get(name);
    if (kind == null) {
      throw new Problem(
          ClassicalMessage.TM3602_UNKNOWN_KIND,
          file.name(),
          name,
          Suggestions.didYouMean(name, kinds()),
          String.join(", ", kinds()));
    }
    return kind.read(model);
  }

  /** Texts are names; numbers are indices unless they are in another order. */
  @Override
  public List<String> labels(ModelFile file) throws Problem {
    Fields model = parse(file);
    return model.has("classes") ? model.names("classes") : List.of();
  }

  private static Fields parse(ModelFile file) throws Problem {
    String text = new String(file.bytes(), StandardCharsets.UTF_8);
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement root = JsonParser.parseReader(reader);
      if (root.isJsonObject()) {
        return new Fields(file.name(), "", root.getAsJsonObject());
      }
      throw new Problem(ClassicalMessage.TM3601_NOT_JSON, file.name(), "it holds no object");
    } catch (JsonParseException | IOException e) {
      throw new Problem(
          ClassicalMessage.TM3601_NOT_JSON, file.name(), "it does not follow JSON's grammar");
    }
  }
}
