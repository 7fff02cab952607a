package dev.thimble.importer.classical;

import com.google.auto.service.AutoService;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import dev.thimble.diagnostic.ClassicalMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.ModelImporter;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Classical models from JSON; {@code docs/classical.md} is the format. */
@AutoService(ModelImporter.class)
public final class JsonImporter implements ModelImporter {
  /** The kinds of models that are read. */
  static List<String> kinds() {
    return Kinds.names();
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
    List<Fields> steps = model.has("steps") ? model.objects("steps") : List.of(model);
    ClassicalGraph graph = new ClassicalGraph(Kinds.features(steps.get(0)));
    for (Fields step : steps) {
      Kinds.add(step, graph);
    }
    try {
      return graph.finish();
    } catch (ShapeException e) {
      throw model.contradiction(String.valueOf(e.getMessage()));
    }
  }

  /** Texts are names; numbers are indices unless they are in another order. */
  @Override
  public List<String> labels(ModelFile file) throws Problem {
    Fields model = parse(file);
    List<Fields> steps = model.has("steps") ? model.objects("steps") : List.of(model);
    Fields last = steps.get(steps.size() - 1);
    return last.has("classes") ? last.names("classes") : List.of();
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
