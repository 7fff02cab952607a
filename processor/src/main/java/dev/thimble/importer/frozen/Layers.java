package dev.thimble.importer.frozen;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Shape;
import dev.thimble.importer.network.Convolutions;
import dev.thimble.importer.network.Geometry;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Poolings;
import dev.thimble.importer.network.Products;
import dev.thimble.importer.network.Reductions;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Layers over pictures with channels last, products and reductions. */
final class Layers {
  private static final List<Integer> CHANNELS_FIRST = List.of(0, 3, 1, 2);
  private static final List<Integer> CHANNELS_LAST = List.of(0, 2, 3, 1);

  private Layers() {}

  static Tensor matmul(NodeStep step) throws Problem {
    Products products = new Products(step.network());
    Tensor a = step.input(0);
    Tensor b = step.input(1);
    if (a.rank() != 2 || b.rank() != 2) {
      throw step.network().broken("a product of " + a.shape() + " and " + b.shape());
    }
    return products.matmul(
        step.flag("transpose_a", false) ? products.turned(a) : a,
        step.flag("transpose_b", false) ? products.turned(b) : b);
  }

  static Tensor convolution(NodeStep step) throws Problem {
    Tensor x = picture(step);
    Tensor weights = step.movements().transpose(weights(step), List.of(3, 2, 0, 1));
    int groups = Math.max(1, x.extent(1) / weights.extent(1));
    return last(
        step,
        new Convolutions(step.network())
            .convolution(x, weights, Optional.empty(), geometry(step, x, kernel(weights)), groups));
  }

  /** Weights [height, width, channels, multiplier]: a group for each channel. */
  static Tensor depthwise(NodeStep step) throws Problem {
    Tensor x = picture(step);
    Tensor each = step.movements().transpose(weights(step), List.of(2, 3, 0, 1));
    Shape all = Shape.of(each.extent(0) * each.extent(1), 1, each.extent(2), each.extent(3));
    Tensor weights = step.movements().reshape(each, all);
    return last(
        step,
        new Convolutions(step.network())
            .convolution(
                x, weights, Optional.empty(), geometry(step, x, kernel(weights)), each.extent(0)));
  }

  static Tensor pool(NodeStep step, boolean max) throws Problem {
    Tensor x = picture(step);
    List<Integer> kernel = spatial(step, "ksize");
    Geometry geometry = geometry(step, x, kernel);
    Poolings poolings = new Poolings(step.network());
    return last(
        step,
        max
            ? poolings.max(x, kernel, geometry, false)
            : poolings.average(x, kernel, geometry, false, false));
  }

  /** The picture is the first result; the others are for training. */
  static List<Tensor> batchNorm(NodeStep step) throws Problem {
    Network network = step.network();
    if (step.flag("is_training", true)) {
      throw network.unsupported("a batch normalisation in training", "Freeze for inference.");
    }
    Tensor x = picture(step);
    Tensor result =
        step.elements()
            .batchNorm(
                x,
                network.floats(step.input(1)),
                network.floats(step.input(2)),
                network.floats(step.input(3)),
                network.floats(step.input(4)),
                step.number("epsilon", 1e-4));
    return List.of(last(step, result));
  }

  static Tensor softmax(NodeStep step) throws Problem {
    Tensor x = step.input(0);
    int axis = step.network().axis(-1, x.rank());
    return new Reductions(step.network()).softmax(x, axis);
  }

  static Tensor binary(NodeStep step, Binary.Kind kind) throws Problem {
    if (step.text("data_format", "NHWC").equals("NCHW")) {
      throw step.network().unsupported("data_format NCHW", "Freeze with channels last.");
    }
    return step.elements().binary(kind, step.input(0), step.input(1));
  }

  static Tensor reduce(NodeStep step, Reduce.Kind kind) throws Problem {
    Tensor x = step.input(0);
    return new Reductions(step.network())
        .reduce(kind, x, step.axes(1, x.rank()), step.flag("keep_dims", false));
  }

  private static Tensor picture(NodeStep step) throws Problem {
    Tensor x = step.input(0);
    if (!step.text("data_format", "NHWC").equals("NHWC")) {
      throw step.network().unsupported("data_format NCHW", "Freeze with channels last.");
    }
    if (x.rank() != 4) {
      throw step.network().broken("it reads " + x.shape() + " as a picture");
    }
    return step.movements().transpose(x, CHANNELS_FIRST);
  }

  private static Tensor last(NodeStep step, Tensor picture) throws Problem {
    return step.movements().transpose(picture, CHANNELS_LAST);
  }

  private static Tensor weights(NodeStep step) throws Problem {
    Tensor weights = step.input(1);
    if (weights.rank() != 4) {
      throw step.network().broken("weights of " + weights.shape());
    }
    return weights;
  }

  private static List<Integer> kernel(Tensor weights) {
    return List.of(weights.extent(2), weights.extent(3));
  }

  /** The numbers for rows and columns of a list for all four axes. */
  private static List<Integer> spatial(NodeStep step, String name) throws Problem {
    List<Integer> all = step.has(name) ? step.list(name) : Collections.nCopies(4, 1);
    boolean sound = all.size() == 4 && all.stream().allMatch(n -> n >= 1 && n <= Short.MAX_VALUE);
    if (!sound) {
      throw step.network().broken(name + " is " + all);
    }
    return all.subList(1, 3);
  }

  private static Geometry geometry(NodeStep step, Tensor x, List<Integer> kernel) throws Problem {
    List<Integer> none = List.of(0, 0);
    Geometry valid = new Geometry(spatial(step, "strides"), spatial(step, "dilations"), none, none);
    return switch (step.text("padding", "VALID")) {
      case "SAME" -> valid.same(List.of(x.extent(2), x.extent(3)), kernel, false);
      case "VALID" -> valid;
      default -> explicit(step, valid);
    };
  }

  private static Geometry explicit(NodeStep step, Geometry valid) throws Problem {
    List<Integer> pads = step.list("explicit_paddings");
    boolean sound = pads.size() == 8 && pads.stream().allMatch(p -> p >= 0 && p <= Short.MAX_VALUE);
    if (!sound) {
      throw step.network().broken("explicit_paddings is " + pads);
    }
    List<Integer> before = new ArrayList<>(List.of(pads.get(2), pads.get(4)));
    List<Integer> after = new ArrayList<>(List.of(pads.get(3), pads.get(5)));
    return valid.padded(before, after);
  }
}
