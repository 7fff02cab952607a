package dev.thimble.importer.torch.export;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.torch.TorchArchive;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A part of a JSON file of the archive, with checks of every step into it. */
record Json(TorchArchive archive, String path, @Nullable JsonElement element) {
  /** Deeper than torch nests; gson stops there by itself in newer versions only. */
  private static final int MAX_DEPTH = 100;

  static Json parse(TorchArchive archive, String file, byte[] bytes) throws Problem {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (depth(text) > MAX_DEPTH) {
      throw archive.broken(file + " is nested too deeply");
    }
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      return new Json(archive, file, JsonParser.parseReader(reader));
    } catch (JsonParseException | IllegalStateException | NumberFormatException e) {
      throw archive.broken(file + " is no JSON");
    }
  }

  private static int depth(String text) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private Json child(String name, @Nullable JsonElement child) {
    return new Json(archive, path.length() > 120 ? path : path + "." + name, child);
  }

  /** A member; its element is null where there is none. */
  Json get(String member) throws Problem {
    return child(member, object().get(member));
  }

  Optional<Json> find(String member) throws Problem {
    Json found = get(member);
    boolean none = found.element == null || found.element.isJsonNull();
    return none ? Optional.empty() : Optional.of(found);
  }

  JsonObject object() throws Problem {
    if (element == null || !element.isJsonObject()) {
      throw bad("an object");
    }
    return element.getAsJsonObject();
  }

  List<Json> items() throws Problem {
    if (element == null || !element.isJsonArray()) {
      throw bad("a list");
    }
    return element.getAsJsonArray().asList().stream().map(item -> child("item", item)).toList();
  }

  String text() throws Problem {
    if (element == null || !element.isJsonPrimitive()) {
      throw bad("a text");
    }
    return element.getAsString();
  }

  boolean truth() throws Problem {
    if (element == null || !element.isJsonPrimitive()) {
      throw bad("a truth value");
    }
    return element.getAsBoolean();
  }

  long integer() throws Problem {
    try {
      return Long.parseLong(text());
    } catch (NumberFormatException e) {
      throw bad("a whole number");
    }
  }

  double real() throws Problem {
    try {
      return Double.parseDouble(text());
    } catch (NumberFormatException e) {
      throw bad("a number");
    }
  }

  Problem bad(String wanted) {
    return archive.broken(path + " is not " + wanted);
  }
}
