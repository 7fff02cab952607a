package dev.thimble.importer.keras;

import dev.thimble.importer.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arrays of an {@code .h5} file: a group for each outermost layer lists the names of its
 * arrays, {@code conv2d/kernel:0}. Those of an inner layer have its name in their path.
 */
final class LegacyWeights implements LayerWeights {
  private final Hdf5.Contents contents;

  LegacyWeights(Hdf5.Contents contents) {
    this.contents = contents;
  }

  @Override
  public List<Array> of(Layer layer, Layer outermost) {
    for (String root : List.of("model_weights/", "")) {
      String group = root + outermost.name();
      List<String> names = contents.texts().get(group + "@weight_names");
      if (names != null) {
        return arrays(group, names, layer, outermost);
      }
    }
    return List.of();
  }

  private List<Array> arrays(String group, List<String> names, Layer layer, Layer outermost) {
    List<Array> arrays = new ArrayList<>();
    for (String name : names) {
      List<String> parts = Arrays.asList(name.split("/"));
      Array array = contents.arrays().get(group + "/" + name);
      boolean own = layer.equals(outermost) || parts.contains(layer.name());
      if (own && array != null) {
        arrays.add(array);
      }
    }
    return arrays;
  }
}
