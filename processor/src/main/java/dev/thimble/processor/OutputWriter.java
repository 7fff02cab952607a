package dev.thimble.processor;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.util.List;
import javax.annotation.processing.Filer;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;

/** Writes generated files, each with the one class that it comes from. */
final class OutputWriter {
  private final Filer filer;

  OutputWriter(Filer filer) {
    this.filer = filer;
  }

  void write(List<OutputFile> files, TypeElement origin) throws IOException {
    for (OutputFile file : files) {
      if (file instanceof OutputFile.Java java) {
        try (Writer out = filer.createSourceFile(java.qualifiedName(), origin).openWriter()) {
          out.write(java.text());
        }
      } else if (file instanceof OutputFile.Resource resource) {
        write(resource, origin);
      }
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
