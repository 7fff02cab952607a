package dev.thimble.importer.keras;

import dev.thimble.importer.Array;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arrays of a {@code .keras} archive: {@code layers/conv2d_1/vars/0}. Groups are named after
 * classes, not after layers; what a layer wraps has a group of its own below.
 */
final class ArchiveWeights implements LayerWeights {
  private static final Pattern VARIABLE = Pattern.compile("(.*/)?vars/(\\d{1,6})");

  private final Hdf5.Contents contents;

  ArchiveWeights(Hdf5.Contents contents) {
    this.contents = contents;
  }

  private record Found(String inner, int index, Array array) {}

  @Override
  public List<Array> of(Layer layer, Layer outermost) {
    String group = layer.group();
    // Keras 2 wrote these archives too, with another name for the list of layers.
    String older = "_layer_checkpoint_dependencies/" + layer.name() + "/";
    List<Found> found = new ArrayList<>();
    for (Map.Entry<String, Array> entry : contents.arrays().entrySet()) {
      String path = entry.getKey().replace('\\', '/');
      String start = path.startsWith(group + "/") ? group + "/" : older;
      if (!path.startsWith(start)) {
        continue;
      }
      Matcher matcher = VARIABLE.matcher(path.substring(start.length()));
      if (matcher.matches()) {
        String inner = matcher.group(1) == null ? "" : matcher.group(1);
        found.add(new Found(inner, Integer.parseInt(matcher.group(2)), entry.getValue()));
      }
    }
    // Of a layer in both directions the forward one comes first, as in older files.
    found.sort(
        Comparator.<Found, Boolean>comparing(f -> f.inner().startsWith("backward_layer/"))
            .thenComparing(Found::inner)
            .thenComparingInt(Found::index));
    return found.stream().map(Found::array).toList();
  }
}
