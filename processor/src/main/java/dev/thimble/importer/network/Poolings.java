package dev.thimble.importer.network;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Window;
import dev.thimble.graph.WindowSpec;
import java.util.ArrayList;
import java.util.List;

/** Maxima and averages over windows of [batch, channels, extents...]. */
public final class Poolings {
  private static final int MOST_PIECES = 64;

  private final Network network;

  /** Adds to that network. */
  public Poolings(Network network) {
    this.network = network;
  }

  /** The largest element of each window; padding never counts. */
  public Tensor max(Tensor x, List<Integer> kernel, Geometry geometry, boolean ceil)
      throws Problem {
    Windows.check(network, x, kernel, geometry);
    return pool(Pool2d.Kind.MAX, x, kernel, enlarged(x, kernel, geometry, ceil));
  }

  /**
   * The mean of each window.
   *
   * @param ceil whether a last window that is not full counts
   * @param countPadding whether padding counts as zeros; what a last window reaches beyond it never
   *     does
   */
  public Tensor average(
      Tensor x, List<Integer> kernel, Geometry geometry, boolean ceil, boolean countPadding)
      throws Problem {
    Windows.check(network, x, kernel, geometry);
    boolean whole = !geometry.padded();
    for (int axis = 0; axis < geometry.axes(); axis++) {
      whole &= kernel.get(axis) == x.extent(axis + 2) && geometry.dilations().get(axis) == 1;
    }
    if (whole) {
      return global(Reduce.Kind.MEAN, x);
    }
    if (countPadding && geometry.padded()) {
      Tensor padded = Windows.zeros(network, x, geometry);
      List<Integer> none = Geometry.same(geometry.axes(), 0);
      // The sizes are those of the padded picture, so a window that begins behind it is dropped.
      return average(padded, kernel, geometry.padded(none, none), ceil, false);
    }
    return pool(Pool2d.Kind.AVERAGE, x, kernel, enlarged(x, kernel, geometry, ceil));
  }

  /** The mean or the largest over all of each channel; axes of extent 1 remain. */
  public Tensor global(Reduce.Kind kind, Tensor x) throws Problem {
    List<Integer> axes = new ArrayList<>();
    for (int axis = 2; axis < x.rank(); axis++) {
      axes.add(axis);
    }
    return new Reductions(network).reduce(kind, x, axes, true);
  }

  /**
   * As many windows as are wanted, as equal as can be, side by side: PyTorch's adaptive pooling.
   */
  public Tensor adaptive(Pool2d.Kind kind, Tensor x, List<Integer> outputs) throws Problem {
    int axes = x.rank() - 2;
    List<Integer> strides = new ArrayList<>();
    boolean even = outputs.size() == axes;
    for (int axis = 0; even && axis < axes; axis++) {
      int wanted = outputs.get(axis);
      even = wanted > 0 && x.extent(axis + 2) % wanted == 0;
      strides.add(even ? x.extent(axis + 2) / wanted : 1);
    }
    if (even) {
      List<Integer> ones = Geometry.same(axes, 1);
      List<Integer> none = Geometry.same(axes, 0);
      Geometry geometry = new Geometry(strides, ones, none, none);
      boolean max = kind == Pool2d.Kind.MAX;
      return max ? max(x, strides, geometry, false) : average(x, strides, geometry, false, true);
    }
    Tensor pooled = x;
    for (int axis = 0; axis < axes; axis++) {
      pooled = pieces(kind, pooled, axis + 2, outputs.get(axis));
    }
    return pooled;
  }

  private Tensor pieces(Pool2d.Kind kind, Tensor x, int axis, int outputs) throws Problem {
    if (outputs < 1 || outputs > MOST_PIECES) {
      throw network.unsupported("pooling to " + outputs, "Use at most " + MOST_PIECES + ".");
    }
    Reduce.Kind reduce = kind == Pool2d.Kind.MAX ? Reduce.Kind.MAX : Reduce.Kind.MEAN;
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      int extent = x.extent(axis);
      int first = (int) ((long) i * extent / outputs);
      int end = (int) (((i + 1L) * extent + outputs - 1) / outputs);
      Tensor part = new Movements(network).slice(x, axis, first, end - first, 1);
      parts.add(new Reductions(network).reduce(reduce, part, List.of(axis), true));
    }
    return new Movements(network).concat(parts, axis);
  }

  private Tensor pool(Pool2d.Kind kind, Tensor x, List<Integer> kernel, Geometry geometry)
      throws Problem {
    Tensor picture = network.arranged(x, Tensor.picture(x.rank()));
    WindowSpec window = Windows.spec(geometry);
    int width = kernel.size() == 2 ? kernel.get(1) : 1;
    refuseEmpty(window, picture, kernel.get(0), width);
    Pool2d operator = new Pool2d(kind, kernel.get(0), width, window, Activation.NONE);
    return network.emit(operator, picture.order(), picture);
  }

  /** A window of padding only has neither a maximum nor a mean. */
  private void refuseEmpty(WindowSpec spec, Tensor x, int kernelHeight, int kernelWidth)
      throws Problem {
    int height = network.held(x).shape().extent(1);
    int width = network.held(x).shape().extent(2);
    try {
      Window window = spec.over(height, width, kernelHeight, kernelWidth);
      if (window.leaves(height, width)) {
        throw network.broken("a window holds nothing but padding");
      }
    } catch (ShapeException e) {
      throw network.broken(String.valueOf(e.getMessage()));
    }
  }

  /** With more padding behind, so that a last window fits that begins before the end. */
  private static Geometry enlarged(
      Tensor x, List<Integer> kernel, Geometry geometry, boolean ceil) {
    if (!ceil) {
      return geometry;
    }
    List<Integer> after = new ArrayList<>();
    for (int axis = 0; axis < geometry.axes(); axis++) {
      int extent = x.extent(axis + 2);
      int before = geometry.before().get(axis);
      int stride = geometry.strides().get(axis);
      int rest = extent + before + geometry.after().get(axis) - geometry.span(axis, kernel);
      int outputs = Math.floorDiv(rest + stride - 1, stride) + 1;
      if ((outputs - 1) * stride >= extent + before) {
        outputs--;
      }
      int needed = (outputs - 1) * stride + geometry.span(axis, kernel) - extent - before;
      after.add(Math.max(geometry.after().get(axis), needed));
    }
    return geometry.padded(geometry.before(), after);
  }
}
