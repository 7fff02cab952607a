package dev.thimble.importer.network;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Shape;
import dev.thimble.graph.TransposeConv2d;
import java.util.List;
import java.util.Optional;

/** Convolutions of [batch, channels, height, width] and [batch, channels, length]. */
public final class Convolutions {
  private final Network network;

  /** Adds to that network. */
  public Convolutions(Network network) {
    this.network = network;
  }

  /**
   * A convolution.
   *
   * @param x [1, in, extents...]
   * @param weights constant, [out, in / groups, taps...]
   * @param bias constant, [out]
   * @param groups 1, or as many as there are blocks of channels that are convolved on their own
   */
  public Tensor convolution(
      Tensor x, Tensor weights, Optional<Tensor> bias, Geometry geometry, int groups)
      throws Problem {
    List<Integer> kernel = kernel(x, weights);
    Windows.check(network, x, kernel, geometry);
    int channels = x.extent(1);
    if (groups < 1 || channels != (long) weights.extent(1) * groups) {
      throw network.broken(
          "weights of " + weights.shape() + " in " + groups + " groups for " + x.shape());
    }
    Tensor padded = x;
    Geometry window = geometry;
    if (geometry.before().stream().anyMatch(p -> p < 0)
        || geometry.after().stream().anyMatch(p -> p < 0)) {
      padded = Windows.zeros(network, x, geometry);
      List<Integer> none = Geometry.same(geometry.axes(), 0);
      window = geometry.padded(none, none);
    }
    Tensor picture = network.arranged(padded, Tensor.picture(x.rank()));
    return groups == channels && groups > 1
        ? depthwise(picture, weights, bias, window)
        : full(picture, weights, bias, window);
  }

  private List<Integer> kernel(Tensor x, Tensor weights) throws Problem {
    if (!network.isConstant(weights)) {
      throw network.unsupported(
          "weights that are computed", "Export the model with weights as constants.");
    }
    if (weights.rank() != x.rank()) {
      throw network.broken("weights of " + weights.shape() + " for " + x.shape());
    }
    return weights.shape().extents().subList(2, weights.rank());
  }

  private Tensor full(Tensor x, Tensor weights, Optional<Tensor> bias, Geometry geometry)
      throws Problem {
    Tensor w = network.arranged(weights, Tensor.picture(weights.rank()));
    Conv2d operator = new Conv2d(Windows.spec(geometry), Activation.NONE);
    return biased(operator, x, w, bias, weights.extent(0));
  }

  private Tensor depthwise(Tensor x, Tensor weights, Optional<Tensor> bias, Geometry geometry)
      throws Problem {
    int columns = weights.rank() == 4 ? weights.extent(3) : 1;
    Shape taps = Shape.of(weights.extent(0), weights.extent(2), columns);
    Tensor w = network.arranged(new Movements(network).reshape(weights, taps), List.of(1, 2, 0));
    DepthwiseConv2d operator = new DepthwiseConv2d(Windows.spec(geometry), Activation.NONE);
    return biased(operator, x, w, bias, weights.extent(0));
  }

  private Tensor biased(
      dev.thimble.graph.Operator operator, Tensor x, Tensor w, Optional<Tensor> bias, int channels)
      throws Problem {
    if (bias.isEmpty()) {
      return network.emit(operator, x.order(), x, w);
    }
    return network.emit(operator, x.order(), x, w, bias(bias.get(), channels));
  }

  private Tensor bias(Tensor bias, int channels) throws Problem {
    if (!network.isConstant(bias) || bias.shape().elements() != channels) {
      throw network.unsupported(
          "a bias of " + bias.shape() + " for " + channels + " channels",
          "Export the model with a constant bias, one number a channel.");
    }
    return network.plain(new Movements(network).reshape(bias, Shape.of(channels)));
  }

  /**
   * A convolution turned round: what it makes of each element is added up.
   *
   * @param x [1, in, extents...]
   * @param weights constant, [in, out, taps...]
   * @param bias constant, [out]
   * @param geometry paddings are cut off from the full result
   * @param more elements that are added behind each axis of the result
   */
  public Tensor transposed(
      Tensor x,
      Tensor weights,
      Optional<Tensor> bias,
      Geometry geometry,
      int groups,
      List<Integer> more)
      throws Problem {
    List<Integer> kernel = kernel(x, weights);
    Windows.check(network, x, kernel, geometry);
    if (groups != 1) {
      throw network.unsupported("a transposed convolution in groups", "Use one group.");
    }
    if (geometry.dilations().stream().anyMatch(d -> d != 1)) {
      throw network.unsupported("a dilated transposed convolution", "Use a dilation of 1.");
    }
    if (x.extent(1) != weights.extent(0) || more.size() != geometry.axes()) {
      throw network.broken("weights of " + weights.shape() + " for " + x.shape());
    }
    boolean picture = geometry.axes() == 2;
    TransposeConv2d operator =
        new TransposeConv2d(
            geometry.strides().get(0),
            picture ? geometry.strides().get(1) : 1,
            geometry.before().get(0),
            picture ? geometry.before().get(1) : 0,
            out(x, kernel, geometry, more, 0),
            picture ? out(x, kernel, geometry, more, 1) : 1,
            Activation.NONE);
    Tensor turned = weights.relabelled(swapped(weights.rank()));
    Tensor w = network.arranged(turned, Tensor.picture(weights.rank()));
    Tensor from = network.arranged(x, Tensor.picture(x.rank()));
    return biased(operator, from, w, bias, weights.extent(1));
  }

  private static List<Integer> swapped(int rank) {
    return rank == 3 ? List.of(1, 0, 2) : List.of(1, 0, 2, 3);
  }

  private int out(Tensor x, List<Integer> kernel, Geometry geometry, List<Integer> more, int axis)
      throws Problem {
    long full = (x.extent(axis + 2) - 1L) * geometry.strides().get(axis) + kernel.get(axis);
    long out =
        full - geometry.before().get(axis) - geometry.after().get(axis) + (long) more.get(axis);
    return network.shape(List.of(out)).extent(0);
  }
}
