package dev.thimble.declaration.files;

import dev.thimble.diagnostic.FileMessage;
import dev.thimble.diagnostic.Problem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The option {@code -Athimble.models=}: the only folders where files are looked for. */
public final class ModelsOption {
  /** The option's name. */
  public static final String NAME = "thimble.models";

  private ModelsOption() {}

  /**
   * The folders; none if the option is not given.
   *
   * @throws Problem if one is relative (build tools compile in folders of their own) or not there
   */
  public static List<Path> folders(Map<String, String> options) throws Problem {
    String value = options.getOrDefault(NAME, "");
    List<Path> folders = new ArrayList<>();
    for (String part : value == null ? new String[0] : value.split(File.pathSeparator)) {
      if (!part.isBlank()) {
        folders.add(folder(part.strip()));
      }
    }
    return folders;
  }

  private static Path folder(String part) throws Problem {
    try {
      Path path = Path.of(part);
      if (path.isAbsolute() && Files.isDirectory(path)) {
        return path;
      }
      String fault = path.isAbsolute() ? "not a folder" : "relative";
      throw refused(part, fault);
    } catch (InvalidPathException invalid) {
      throw refused(part, "no path");
    }
  }

  private static Problem refused(String part, String fault) {
    String wanted = "absolute folders, separated by \"" + File.pathSeparator + "\"";
    return new Problem(FileMessage.TM1104_OPTION_FOLDER, NAME, part, fault, wanted);
  }
}
