package dev.thimble.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The readers of files that are there, in the order of their formats' names.
 *
 * @param models readers of trained networks
 * @param tensors readers of named arrays
 */
public record Importers(List<ModelImporter> models, List<TensorFormat> tensors) {
  /** Copies the lists. */
  public Importers {
    models = List.copyOf(models);
    tensors = List.copyOf(tensors);
  }

  /**
   * All readers on the processor's own path.
   *
   * @throws java.util.ServiceConfigurationError if a library that one of them needs is not there
   */
  public static Importers installed() {
    ClassLoader own = Importers.class.getClassLoader();
    List<ModelImporter> models = new ArrayList<>();
    ServiceLoader.load(ModelImporter.class, own).forEach(models::add);
    models.sort((a, b) -> a.format().compareTo(b.format()));
    List<TensorFormat> tensors = new ArrayList<>();
    ServiceLoader.load(TensorFormat.class, own).forEach(tensors::add);
    tensors.sort((a, b) -> a.format().compareTo(b.format()));
    return new Importers(models, tensors);
  }

  /** The reader for a file of a trained network. */
  public Optional<ModelImporter> model(ModelFile file) {
    return models.stream().filter(m -> m.accepts(file.name(), file.head())).findFirst();
  }

  /** The reader for a file of named arrays. */
  public Optional<TensorFormat> tensors(ModelFile file) {
    return tensors.stream().filter(t -> t.accepts(file.name(), file.head())).findFirst();
  }
}
