package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.files.FileFinder;
import dev.thimble.declaration.files.FoundFile;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.FileMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Importers;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.ModelImporter;
import dev.thimble.importer.Normalization;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.TensorFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the files that the annotations of one model name, and remembers which ones it read. */
final class Sources {
  private final FileFinder finder;
  private final Importers importers;
  private final Diagnostics diagnostics;
  private final Map<String, FoundFile> read = new LinkedHashMap<>();

  Sources(FileFinder finder, Importers importers, Diagnostics diagnostics) {
    this.finder = finder;
    this.importers = importers;
    this.diagnostics = diagnostics;
  }

  /**
   * The arrays of the file that the member names; empty if it was not written, or a fault was
   * reported.
   */
  Optional<TensorFile> tensors(AnnotationValues annotation, String member) {
    Optional<String> name = annotation.text(member);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      ModelFile file = read(name.get());
      Optional<TensorFormat> format = importers.tensors(file);
      if (format.isEmpty()) {
        String known =
            importers.tensors().stream()
                .map(TensorFormat::format)
                .collect(Collectors.joining(", "));
        throw new Problem(FileMessage.TM1105_NO_TENSORS, file.name(), known);
      }
      return Optional.of(format.get().read(file));
    } catch (Problem problem) {
      diagnostics.report(problem.at(annotation.placeOf(member)));
      return Optional.empty();
    }
  }

  /**
   * The network of a file.
   *
   * @param given shapes of what feeds it, for files that do not say what their inputs look like
   */
  Graph network(String name, List<Shape> given) throws Problem {
    ModelFile file = read(name);
    Optional<ModelImporter> importer = importers.model(file);
    if (importer.isEmpty()) {
      String known =
          importers.models().stream().map(ModelImporter::format).collect(Collectors.joining(", "));
      throw new Problem(FileMessage.TM1106_NO_NETWORK, file.name(), known);
    }
    return importer.get().read(file, given);
  }

  /** The names of its classes that a network's file brings along; none where it has none. */
  List<String> labels(String name) throws Problem {
    ModelFile file = read(name);
    Optional<ModelImporter> importer = importers.model(file);
    return importer.isPresent() ? importer.get().labels(file) : List.of();
  }

  /** What a network's file wants done to the raw numbers of its inputs. */
  List<Optional<Normalization>> normalizations(String name) throws Problem {
    ModelFile file = read(name);
    Optional<ModelImporter> importer = importers.model(file);
    return importer.isPresent() ? importer.get().normalizations(file) : List.of();
  }

  private ModelFile read(String name) throws Problem {
    String folder = name.substring(0, name.lastIndexOf('/') + 1);
    return new ModelFile(name, found(name), beside -> Optional.of(found(folder + beside)));
  }

  private byte[] found(String name) throws Problem {
    FoundFile found = finder.find(name);
    read.put(name, found);
    return found.bytes();
  }

  /** Every file that was read, in the order of reading. */
  List<ResolvedModel.ReadFile> files() {
    return read.entrySet().stream()
        .map(e -> new ResolvedModel.ReadFile(e.getKey(), e.getValue().sha256()))
        .toList();
  }
}
