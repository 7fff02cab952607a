package dev.thimble.importer;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Reads one format of trained networks. Implementations have a constructor without parameters and
 * are registered by {@code @AutoService(ModelImporter.class)}.
 */
public interface ModelImporter {
  /**
   * Whether this is the reader of such a file.
   *
   * @param fileName as the user wrote it
   * @param head at most the first 64 bytes
   */
  boolean accepts(String fileName, byte[] head);

  /** What the format is called, such as {@code TensorFlow Lite (.tflite)}. */
  String format();

  /**
   * Reads the network, with names of values and nodes as they are to be shown (made into C
   * identifiers later).
   *
   * @throws Problem if the file is broken or holds what is not supported
   */
  Graph read(ModelFile file) throws Problem;

  /**
   * Reads the network where the file may not say what its inputs look like.
   *
   * @param given shapes of what feeds the network, in the order of its inputs, without a batch,
   *     channels last; empty where nothing does
   * @throws Problem if the file is broken, holds what is not supported, or needs a shape
   */
  default Graph read(ModelFile file, List<Shape> given) throws Problem {
    return read(file);
  }

  /**
   * The names of the classes of the first output, in order, where the file tells them.
   *
   * @throws Problem if what the file says of itself is broken
   */
  default List<String> labels(ModelFile file) throws Problem {
    return List.of();
  }

  /**
   * What the network wants done to the raw numbers of each input, in order, where the file tells
   * it.
   *
   * @throws Problem if what the file says of itself is broken
   */
  default List<Optional<Normalization>> normalizations(ModelFile file) throws Problem {
    return List.of();
  }
}
