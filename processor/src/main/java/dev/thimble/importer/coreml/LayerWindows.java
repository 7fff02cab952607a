package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Shape;
import dev.thimble.importer.coreml.schema.BorderAmounts;
import dev.thimble.importer.coreml.schema.ConvolutionLayerParams;
import dev.thimble.importer.coreml.schema.PoolingLayerParams;
import dev.thimble.importer.coreml.schema.SamePadding;
import dev.thimble.importer.network.Convolutions;
import dev.thimble.importer.network.Geometry;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Poolings;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Convolutions and pooling of pictures. */
final class LayerWindows {
  private static final int PICTURE = 4;

  private LayerWindows() {}

  static void convolution(LayerStep step) throws Problem {
    ConvolutionLayerParams conv = step.layer().getConvolution();
    Network network = step.network();
    Tensor x = picture(step);
    List<Integer> kernel = pair(network, conv.getKernelSizeList(), 3);
    long in = conv.getKernelChannels();
    long out = conv.getOutputChannels();
    long groups = Math.max(1, conv.getNGroups());
    if (groups > Short.MAX_VALUE) {
      throw network.broken("it has " + groups + " groups");
    }
    List<Long> taps = List.of((long) kernel.get(0), (long) kernel.get(1));
    List<Long> extents = new ArrayList<>(List.of(conv.getIsDeconvolution() ? in : out));
    extents.add(conv.getIsDeconvolution() ? out / groups : in);
    extents.addAll(taps);
    Tensor weights = step.constant(conv.getWeights(), extents, conv.getIsDeconvolution() ? 1 : 0);
    Optional<Tensor> bias =
        conv.getHasBias()
            ? Optional.of(step.constant(conv.getBias(), List.of(out)))
            : Optional.empty();
    if (conv.getIsDeconvolution()) {
      step.give(transposed(step, conv, x, weights, bias, kernel));
      return;
    }
    Geometry geometry =
        geometry(
            network,
            x,
            kernel,
            pair(network, conv.getStrideList(), 1),
            pair(network, conv.getDilationFactorList(), 1),
            conv.getValid().getPaddingAmounts(),
            conv.hasSame() ? Optional.of(conv.getSame()) : Optional.empty());
    if (sequence(x, kernel, geometry)) {
      Tensor steps = step.movements().squeeze(x, List.of(2));
      Tensor flat = step.movements().squeeze(weights, List.of(2));
      Tensor result =
          new Convolutions(network).convolution(steps, flat, bias, row(geometry), (int) groups);
      step.give(step.movements().unsqueeze(result, List.of(2)));
      return;
    }
    step.give(new Convolutions(network).convolution(x, weights, bias, geometry, (int) groups));
  }

  /** A picture of one row is a sequence: Core ML has no layers of its own for these. */
  private static boolean sequence(Tensor x, List<Integer> kernel, Geometry geometry) {
    return x.extent(2) == 1
        && kernel.get(0) == 1
        && geometry.before().get(0) == 0
        && geometry.after().get(0) == 0;
  }

  private static Geometry row(Geometry geometry) {
    return new Geometry(
        geometry.strides().subList(1, 2),
        geometry.dilations().subList(1, 2),
        geometry.before().subList(1, 2),
        geometry.after().subList(1, 2));
  }

  /** What padding says is cut off; the extents of the result may be given. */
  private static Tensor transposed(
      LayerStep step,
      ConvolutionLayerParams conv,
      Tensor x,
      Tensor weights,
      Optional<Tensor> bias,
      List<Integer> kernel)
      throws Problem {
    Network network = step.network();
    List<Integer> strides = pair(network, conv.getStrideList(), 1);
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    List<Integer> more = new ArrayList<>();
    for (int axis = 0; axis < 2; axis++) {
      int[] cut =
          conv.hasSame()
              ? halves(Math.max(0, kernel.get(axis) - strides.get(axis)), conv.getSame())
              : edges(network, conv.getValid().getPaddingAmounts(), axis);
      before.add(cut[0]);
      after.add(cut[1]);
      long natural =
          (x.extent(axis + 2) - 1L) * strides.get(axis) + kernel.get(axis) - cut[0] - cut[1];
      long wanted = conv.getOutputShapeCount() == 2 ? conv.getOutputShape(axis) : natural;
      if (Math.abs(wanted - natural) > kernel.get(axis)) {
        throw network.broken("an output shape of " + conv.getOutputShapeList());
      }
      more.add((int) (wanted - natural));
    }
    Geometry geometry =
        new Geometry(strides, pair(network, conv.getDilationFactorList(), 1), before, after);
    return new Convolutions(network)
        .transposed(x, weights, bias, geometry, (int) Math.max(1, conv.getNGroups()), more);
  }

  static void pooling(LayerStep step) throws Problem {
    PoolingLayerParams pool = step.layer().getPooling();
    Network network = step.network();
    Tensor x = picture(step);
    boolean max = pool.getType() == PoolingLayerParams.PoolingType.MAX;
    if (!max && pool.getType() != PoolingLayerParams.PoolingType.AVERAGE) {
      throw network.unsupported("pooling by " + pool.getType(), "Use maxima or averages.");
    }
    Poolings poolings = new Poolings(network);
    if (pool.getGlobalPooling()) {
      step.give(poolings.global(max ? Reduce.Kind.MAX : Reduce.Kind.MEAN, x));
      return;
    }
    List<Integer> kernel = pair(network, pool.getKernelSizeList(), 3);
    boolean ceil = pool.hasIncludeLastPixel();
    Geometry geometry =
        geometry(
            network,
            x,
            kernel,
            pair(network, pool.getStrideList(), 1),
            List.of(1, 1),
            pool.getValid().getPaddingAmounts(),
            pool.hasSame() ? Optional.of(pool.getSame()) : Optional.empty());
    if (ceil && pool.getIncludeLastPixel().getPaddingAmountsCount() == 2) {
      List<Integer> both =
          List.of(
              small(network, pool.getIncludeLastPixel().getPaddingAmounts(0), 0),
              small(network, pool.getIncludeLastPixel().getPaddingAmounts(1), 0));
      geometry = geometry.padded(both, both);
    }
    boolean sequence = sequence(x, kernel, geometry);
    Tensor read = sequence ? step.movements().squeeze(x, List.of(2)) : x;
    List<Integer> taps = sequence ? kernel.subList(1, 2) : kernel;
    Geometry window = sequence ? row(geometry) : geometry;
    Tensor result =
        max
            ? poolings.max(read, taps, window, ceil)
            : poolings.average(read, taps, window, ceil, !pool.getAvgPoolExcludePadding());
    step.give(sequence ? step.movements().unsqueeze(result, List.of(2)) : result);
  }

  /** Channels are the third last axis; leading axes must be a batch of one. */
  private static Tensor picture(LayerStep step) throws Problem {
    Tensor x = step.input();
    int rank = x.rank();
    if (rank == PICTURE) {
      return x;
    }
    if (rank < PICTURE - 1
        || x.shape().elements() != (long) x.extent(-1) * x.extent(-2) * x.extent(-3)) {
      throw step.network().broken("it reads " + x.shape() + " as a picture");
    }
    Shape shape = Shape.of(1, x.extent(-3), x.extent(-2), x.extent(-1));
    return step.movements().reshape(x, shape);
  }

  private static Geometry geometry(
      Network network,
      Tensor x,
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> dilations,
      BorderAmounts borders,
      Optional<SamePadding> same)
      throws Problem {
    int[] rows = edges(network, borders, 0);
    int[] columns = edges(network, borders, 1);
    Geometry valid =
        new Geometry(
            strides, dilations, List.of(rows[0], columns[0]), List.of(rows[1], columns[1]));
    boolean oddFirst =
        same.filter(s -> s.getAsymmetryMode() == SamePadding.SamePaddingMode.TOP_LEFT_HEAVY)
            .isPresent();
    return same.isPresent()
        ? valid.same(List.of(x.extent(2), x.extent(3)), kernel, oddFirst)
        : valid;
  }

  private static int[] halves(int total, SamePadding same) {
    boolean oddFirst = same.getAsymmetryMode() == SamePadding.SamePaddingMode.TOP_LEFT_HEAVY;
    int less = total / 2;
    return oddFirst ? new int[] {total - less, less} : new int[] {less, total - less};
  }

  /** What is before and after an axis; nothing where the file says nothing. */
  static int[] edges(Network network, BorderAmounts borders, int axis) throws Problem {
    if (axis >= borders.getBorderAmountsCount()) {
      return new int[2];
    }
    var edge = borders.getBorderAmounts(axis);
    return new int[] {
      small(network, edge.getStartEdgeSize(), 0), small(network, edge.getEndEdgeSize(), 0)
    };
  }

  private static List<Integer> pair(Network network, List<Long> numbers, int fallback)
      throws Problem {
    if (numbers.isEmpty()) {
      return List.of(fallback, fallback);
    }
    if (numbers.size() != 2) {
      throw network.broken("it has " + numbers.size() + " extents of a window");
    }
    return List.of(small(network, numbers.get(0), 1), small(network, numbers.get(1), 1));
  }

  static int small(Network network, long number, int least) throws Problem {
    if (number < least || number > Short.MAX_VALUE) {
      throw network.broken("it has an extent of " + number);
    }
    return (int) number;
  }
}
