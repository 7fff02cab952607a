package dev.thimble.emit.export;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** What PlatformIO reads: {@code library.json}. */
final class PlatformIoLibrary {
  private PlatformIoLibrary() {}

  static List<LibraryFile> files(Library library) {
    JsonObject json = new JsonObject();
    json.addProperty("name", library.name());
    json.addProperty("version", Library.VERSION);
    json.addProperty("description", library.sentence());
    JsonArray headers = new JsonArray();
    headers.add(library.name() + ".h");
    json.add("headers", headers);
    json.addProperty("frameworks", "*");
    json.addProperty("platforms", "*");
    JsonObject build = new JsonObject();
    build.addProperty("srcDir", "src");
    build.addProperty("includeDir", "src");
    json.add("build", build);
    String text = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json);
    return List.of(new LibraryFile("library.json", text + "\n"));
  }
}
