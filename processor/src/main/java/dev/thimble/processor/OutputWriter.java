package dev.thimble.processor;

import dev.thimble.emit.export.LibraryFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;

/** Writes generated files, each with the one class that it comes from. */
final class OutputWriter {
  private final Filer filer;

  private final Optional<Path> exports;

  /**
   * A writer.
   *
   * @param filer writes what belongs to the compilation
   * @param exports gets the libraries; empty where nobody wants them
   */
  OutputWriter(Filer filer, Optional<Path> exports) {
    this.filer = filer;
    this.exports = exports;
  }

  void write(List<OutputFile> files, TypeElement origin) throws IOException {
    for (OutputFile file : files) {
      if (file instanceof OutputFile.Java java) {
        try (Writer out = filer.createSourceFile(java.qualifiedName(), origin).openWriter()) {
          out.write(java.text());
        }
      } else if (file instanceof OutputFile.Resource resource) {
        write(resource, origin);
      } else if (file instanceof OutputFile.Export export && exports.isPresent()) {
        write(export, exports.get().resolve(export.folder()));
      }
    }
  }

  private static void write(OutputFile.Export export, Path folder) throws IOException {
    for (LibraryFile file : export.files().get()) {
      Path target = folder.resolve(file.path());
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      Files.writeString(target, file.text());
    }
  }

  private void write(OutputFile.Resource resource, TypeElement origin) throws IOException {
    try (OutputStream out =
        filer
            .createResource(StandardLocation.CLASS_OUTPUT, "", resource.path(), origin)
            .openOutputStream()) {
      out.write(resource.bytes());
    }
  }
}
