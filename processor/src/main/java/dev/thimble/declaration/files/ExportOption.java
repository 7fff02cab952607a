package dev.thimble.declaration.files;

import dev.thimble.diagnostic.FileMessage;
import dev.thimble.diagnostic.Problem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The option {@code -Athimble.export=}: the folder that gets a library for each model and chip. */
public final class ExportOption {
  /** The option's name. */
  public static final String NAME = "thimble.export";

  private ExportOption() {}

  /**
   * The folder, which need not be there yet; empty if the option is not given.
   *
   * @throws Problem if it is relative (build tools compile in folders of their own) or a file
   */
  public static Optional<Path> folder(Map<String, String> options) throws Problem {
    String value = options.get(NAME);
    if (value == null || value.isBlank()) {
      return Optional.empty();
    }
    try {
      Path folder = Path.of(value.strip());
      if (folder.isAbsolute() && (Files.isDirectory(folder) || Files.notExists(folder))) {
        return Optional.of(folder);
      }
      String fault = folder.isAbsolute() ? "not a folder" : "relative";
      throw refused(value, fault);
    } catch (InvalidPathException invalid) {
      throw refused(value, "no path");
    }
  }

  private static Problem refused(String value, String fault) {
    return new Problem(FileMessage.TM1104_OPTION_FOLDER, NAME, value, fault, "one absolute folder");
  }
}
