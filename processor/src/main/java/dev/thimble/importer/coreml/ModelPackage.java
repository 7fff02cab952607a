package dev.thimble.importer.coreml;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.thimble.diagnostic.CoreMlMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.coreml.schema.Model;
import dev.thimble.importer.data.ZipEntries;
import dev.thimble.importer.protobuf.ProtobufReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model and the files beside it. A {@code .mlpackage} is a folder that arrives as an archive: its
 * {@code Manifest.json} names the model's file below {@code Data}. Names that the manifest or the
 * model give are looked up among the archive's entries, never in a file system.
 *
 * @param file for messages
 * @param spec the model
 * @param files what lies beside the model, by name relative to it
 */
record ModelPackage(ModelFile file, Model spec, Map<String, byte[]> files) {
  private static final String DATA = "Data/";
  private static final String MANIFEST = "Manifest.json";
  private static final int SEVERAL = 2;

  /** Opens either form. */
  static ModelPackage open(ModelFile file) throws Problem {
    byte[] bytes = file.bytes();
    boolean zip = bytes.length > SEVERAL && bytes[0] == 'P' && bytes[1] == 'K';
    return zip ? archive(file) : new ModelPackage(file, spec(file), Map.of());
  }

  private static Model spec(ModelFile file) throws Problem {
    Model model = ProtobufReader.read(file, Model.getDefaultInstance(), Model.parser());
    if (model.getSpecificationVersion() < 1) {
      throw broken(file, "it has no version of its specification");
    }
    return model;
  }

  private static ModelPackage archive(ModelFile file) throws Problem {
    ZipEntries zip = new ZipEntries(file.bytes(), fault -> broken(file, fault));
    Map<String, ZipEntries.Entry> entries = new LinkedHashMap<>();
    // A folder that was packed with its own name has it before every entry.
    String prefix = "";
    for (ZipEntries.Entry entry : zip.entries()) {
      entries.put(entry.name(), entry);
      if (entry.name().endsWith("/" + MANIFEST) && entry.name().split("/").length == SEVERAL) {
        prefix = entry.name().substring(0, entry.name().length() - MANIFEST.length());
      }
    }
    String root = prefix + DATA + modelPath(file, contents(file, zip, entries, prefix + MANIFEST));
    byte[] model = contents(file, zip, entries, root);
    String folder = root.substring(0, root.lastIndexOf('/') + 1);
    Map<String, byte[]> beside = new LinkedHashMap<>();
    for (ZipEntries.Entry entry : entries.values()) {
      if (entry.name().startsWith(folder) && !entry.name().equals(root)) {
        beside.put(entry.name().substring(folder.length()), zip.bytes(entry));
      }
    }
    return new ModelPackage(file, spec(new ModelFile(file.name(), model)), beside);
  }

  private static byte[] contents(
      ModelFile file, ZipEntries zip, Map<String, ZipEntries.Entry> entries, String name)
      throws Problem {
    ZipEntries.Entry entry = entries.get(name);
    if (entry == null) {
      throw broken(file, "there is no file " + name + " in it");
    }
    return zip.bytes(entry);
  }

  private static String modelPath(ModelFile file, byte[] manifest) throws Problem {
    try {
      JsonElement root = JsonParser.parseString(new String(manifest, StandardCharsets.UTF_8));
      Optional<JsonObject> top = object(root);
      String identifier = top.map(o -> text(o, "rootModelIdentifier")).orElse("");
      String path =
          top.flatMap(o -> object(o.get("itemInfoEntries")))
              .flatMap(items -> object(items.get(identifier)))
              .map(item -> text(item, "path"))
              .orElse("");
      if (!path.isEmpty()) {
        return path;
      }
    } catch (JsonParseException | IllegalStateException | StackOverflowError e) {
      throw broken(file, "its Manifest.json does not follow JSON's grammar");
    }
    throw broken(file, "its Manifest.json names no model");
  }

  private static Optional<JsonObject> object(@Nullable JsonElement value) {
    return value != null && value.isJsonObject()
        ? Optional.of(value.getAsJsonObject())
        : Optional.empty();
  }

  private static String text(JsonObject object, String member) {
    JsonElement value = object.get(member);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  Problem broken(String fault) {
    return broken(file, fault);
  }

  Problem unsupported(String form, String wayOut) {
    return new Problem(CoreMlMessage.TM3803_UNSUPPORTED_FORM, file.name(), form, wayOut);
  }

  private static Problem broken(ModelFile file, String fault) {
    return new Problem(CoreMlMessage.TM3801_BROKEN_COREML, file.name(), fault);
  }
}
