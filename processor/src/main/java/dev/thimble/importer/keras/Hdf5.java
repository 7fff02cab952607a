package dev.thimble.importer.keras;

import dev.thimble.diagnostic.KerasMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.graph.ElementType;
import dev.thimble.importer.Array;
import dev.thimble.importer.data.Extents;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an HDF5 file of Keras holds: its arrays by path, and the texts that say what they are.
 * Optimizers' arrays are left out.
 */
final class Hdf5 {
  /**
   * The contents.
   *
   * @param arrays by path, {@code layers/dense/vars/0}
   * @param texts by path and attribute, {@code model_weights/dense@weight_names}
   */
  record Contents(Map<String, Array> arrays, Map<String, List<String>> texts) {}

  private static final Set<String> ATTRIBUTES =
      Set.of("model_config", "layer_names", "weight_names", "keras_version");

  private static final Set<String> OPTIMIZERS = Set.of("optimizer", "optimizer_weights");
  private static final int DEEPEST = 32;
  private static final int MOST_NODES = 20_000;
  private static final long FREE_BYTES = 16L << 20;
  private static final long MAX_RATIO = 200;
  private static final int REAL_BYTES = 4;

  private final String file;
  private final Map<String, Array> arrays = new LinkedHashMap<>();
  private final Map<String, List<String>> texts = new LinkedHashMap<>();
  private long budget;
  private int nodes;

  private Hdf5(String file, int bytes) {
    this.file = file;
    this.budget = Math.max(FREE_BYTES, MAX_RATIO * bytes);
  }

  /** Reads all of it. */
  static Contents read(String file, byte[] bytes) throws Problem {
    return Contained.call(
        file,
        () -> {
          Hdf5 reader = new Hdf5(file, bytes.length);
          try (HdfFile hdf = HdfFile.fromBytes(bytes)) {
            reader.attributes(hdf, "");
            reader.walk(hdf, "", 0);
          }
          return new Contents(reader.arrays, reader.texts);
        });
  }

  private void walk(Group group, String prefix, int depth) throws Problem {
    if (depth > DEEPEST) {
      throw broken("its groups are nested more than " + DEEPEST + " deep");
    }
    for (Node node : group.getChildren().values()) {
      String path = prefix + node.getName();
      if (++nodes > MOST_NODES) {
        throw broken("it has more than " + MOST_NODES + " arrays and groups");
      }
      // Soft links stay inside, external ones do not: Keras writes neither.
      if (node.isLink()) {
        throw broken(path + " is a link");
      }
      if (node instanceof Dataset dataset) {
        arrays.put(path, array(path, dataset));
      } else if (node instanceof Group inner && !OPTIMIZERS.contains(path)) {
        attributes(inner, path);
        walk(inner, path + "/", depth + 1);
      }
    }
  }

  private void attributes(Node node, String path) throws Problem {
    for (Map.Entry<String, Attribute> entry : node.getAttributes().entrySet()) {
      // Long lists of names are split: weight_names0, weight_names1 ...
      String name = entry.getKey().replaceAll("\\d+$", "");
      if (ATTRIBUTES.contains(name)) {
        Attribute attribute = entry.getValue();
        charge(attribute.getSizeInBytes(), path + "@" + name);
        texts
            .computeIfAbsent(path + "@" + name, n -> new ArrayList<>())
            .addAll(texts(attribute.getData()));
      }
    }
  }

  private static List<String> texts(Object data) {
    if (data instanceof Object[] several) {
      return Arrays.stream(several).map(String::valueOf).toList();
    }
    return data instanceof String text ? List.of(text) : List.of();
  }

  private void charge(long bytes, String what) throws Problem {
    if (bytes < 0 || bytes > budget) {
      throw broken(what + " unpacks to more than the file can hold");
    }
    budget -= bytes;
  }

  private Array array(String path, Dataset dataset) throws Problem {
    List<Integer> extents = new ArrayList<>();
    List<Long> wide = new ArrayList<>();
    for (int extent : dataset.getDimensions()) {
      extents.add(extent);
      wide.add((long) extent);
    }
    long elements = Extents.elements(wide).orElse(-1);
    charge(elements < 0 ? -1 : elements * REAL_BYTES, path);
    charge(dataset.getSizeInBytes(), path);
    Object data = elements == 0 ? new float[0] : dataset.getDataFlat();
    Constant constant = constant(path, data);
    if (constant.size() != elements) {
      throw broken(path + " has " + constant.size() + " elements instead of " + elements);
    }
    ElementType element =
        constant instanceof Constant.Floats ? ElementType.FLOAT32 : ElementType.INT64;
    return new Array(path, element, extents, constant);
  }

  private Constant constant(String path, Object data) throws Problem {
    if (data instanceof float[] reals) {
      return new Constant.Floats(reals);
    } else if (data instanceof double[] wide) {
      float[] reals = new float[wide.length];
      for (int i = 0; i < reals.length; i++) {
        reals[i] = (float) wide[i];
      }
      return new Constant.Floats(reals);
    } else if (data instanceof Float || data instanceof Double) {
      return new Constant.Floats(new float[] {((Number) data).floatValue()});
    }
    return new Constant.Integers(integers(path, data));
  }

  private long[] integers(String path, Object data) throws Problem {
    if (data instanceof long[] wide) {
      return wide;
    } else if (data instanceof int[] narrow) {
      return Arrays.stream(narrow).asLongStream().toArray();
    } else if (data instanceof byte[] bytes) {
      long[] wide = new long[bytes.length];
      Arrays.setAll(wide, i -> bytes[i]);
      return wide;
    } else if (data instanceof Number one) {
      return new long[] {one.longValue()};
    }
    throw broken(path + " holds " + data.getClass().getSimpleName() + ", no numbers");
  }

  private Problem broken(String fault) {
    return new Problem(KerasMessage.TM3701_BROKEN_KERAS, file, fault);
  }
}
