package dev.thimble.importer.network;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.WindowSpec;
import java.util.List;

/** Checks windows of a file and makes them those of the graph. */
final class Windows {
  /** Strides, dilations and paddings beyond are those of no network, and would leave 32 bits. */
  private static final int MOST = 1 << 15;

  private Windows() {}

  /** Refuses windows that are none; {@code kernel} has the taps of each axis. */
  static void check(Network network, Tensor x, List<Integer> kernel, Geometry geometry)
      throws Problem {
    int axes = x.rank() - 2;
    if (axes != 1 && axes != 2) {
      throw network.unsupported(
          "a tensor of " + x.shape() + " where pictures or sequences are expected",
          "Sequences have 3 axes, pictures 4: batch, channels, and the rest.");
    }
    if (x.extent(0) != 1) {
      throw network.unsupported(
          "a batch of " + x.extent(0), "Export the model for one sample at a time.");
    }
    boolean sizes =
        kernel.size() == axes
            && geometry.strides().size() == axes
            && geometry.dilations().size() == axes
            && geometry.before().size() == axes
            && geometry.after().size() == axes;
    boolean numbers =
        sizes
            && between(kernel, 1)
            && between(geometry.strides(), 1)
            && between(geometry.dilations(), 1)
            && between(geometry.before(), -MOST)
            && between(geometry.after(), -MOST);
    if (!numbers) {
      throw network.broken("its window " + kernel + " " + geometry + " does not fit " + x.shape());
    }
  }

  private static boolean between(List<Integer> numbers, int least) {
    return numbers.stream().allMatch(n -> n >= least && n <= MOST);
  }

  /** The window in the graph; the only axis of a sequence is the height. */
  static WindowSpec spec(Geometry geometry) {
    boolean picture = geometry.axes() == 2;
    WindowSpec spec =
        WindowSpec.of(
            geometry.strides().get(0),
            picture ? geometry.strides().get(1) : 1,
            geometry.dilations().get(0),
            picture ? geometry.dilations().get(1) : 1,
            WindowSpec.Padding.VALID);
    return geometry.padded()
        ? spec.withPadding(
            geometry.before().get(0),
            geometry.after().get(0),
            picture ? geometry.before().get(1) : 0,
            picture ? geometry.after().get(1) : 0)
        : spec;
  }

  /** Zeros around the axes behind batch and channels, where padding cannot be part of a window. */
  static Tensor zeros(Network network, Tensor x, Geometry geometry) throws Problem {
    Tensor around = x;
    for (int axis = 0; axis < geometry.axes(); axis++) {
      around =
          new Movements(network)
              .pad(around, axis + 2, geometry.before().get(axis), geometry.after().get(axis), 0);
    }
    return around;
  }
}
