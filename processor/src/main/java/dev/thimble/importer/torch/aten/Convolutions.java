package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.network.Geometry;
import java.util.List;
import java.util.Optional;

/** {@code conv1d}, {@code conv2d}, their transposed forms, and {@code convolution} for all. */
final class Convolutions {
  private Convolutions() {}

  static void register(Operators.Table table) {
    for (String name : List.of("conv1d", "conv2d")) {
      table.add(
          Convolutions::convolution,
          "aten::"
              + name
              + "(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)");
    }
    table.add(
        Convolutions::convolution,
        "aten::_convolution_mode(input, weight, bias, stride, padding, dilation, groups)");
    for (String name : List.of("conv_transpose1d", "conv_transpose2d")) {
      table.add(
          Convolutions::transposed,
          "aten::"
              + name
              + "(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1,"
              + " dilation=1)");
    }
    String general =
        "(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups";
    table.add(Convolutions::either, "aten::convolution" + general + ")");
    table.add(
        Convolutions::either,
        "aten::_convolution"
            + general
            + ", benchmark=None, deterministic=None, cudnn_enabled=None, allow_tf32=None)");
  }

  private static Object either(Net net, Call call) throws Problem {
    return call.truth("transposed") ? transposed(net, call) : convolution(net, call);
  }

  private static int spatial(Call call) throws Problem {
    Tensor x = call.tensor("input");
    int rank = call.tensor("weight").rank();
    if (rank != 3 && rank != 4) {
      throw call.unsupported("a kernel of " + (rank - 2) + " dimensions", "Use one or two.");
    }
    if (x.rank() != rank) {
      throw call.bad("it takes " + rank + " axes, not the shape " + x.extents());
    }
    return rank - 2;
  }

  private static Optional<dev.thimble.importer.network.Tensor> bias(Call call) throws Problem {
    return call.optionalTensor("bias").map(Tensor::value);
  }

  private static Tensor convolution(Net net, Call call) throws Problem {
    int spatial = spatial(call);
    Tensor x = call.tensor("input");
    Tensor weight = call.tensor("weight");
    net.readPicture(x);
    return net.of(
        new dev.thimble.importer.network.Convolutions(net.network())
            .convolution(
                x.value(),
                weight.value(),
                bias(call),
                geometry(call, x, weight, spatial),
                call.integer("groups")));
  }

  static Geometry geometry(Call call, Tensor x, Tensor weight, int spatial) throws Problem {
    Geometry plain =
        Geometry.plain(spatial).padded(Geometry.same(spatial, 0), Geometry.same(spatial, 0));
    Geometry moving =
        new Geometry(
            call.integers("stride", spatial),
            call.integers("dilation", spatial),
            plain.before(),
            plain.after());
    if (!(call.get("padding") instanceof String mode)) {
      List<Integer> both = call.integers("padding", spatial);
      return moving.padded(both, both);
    } else if (mode.equals("valid")) {
      return moving;
    } else if (!mode.equals("same") || moving.strides().stream().anyMatch(s -> s != 1)) {
      throw call.unsupported("the padding " + mode, "Give it in numbers.");
    }
    // PyTorch puts the odd one behind.
    return moving.same(
        x.extents().subList(2, x.rank()), weight.extents().subList(2, weight.rank()), false);
  }

  private static Tensor transposed(Net net, Call call) throws Problem {
    int spatial = spatial(call);
    Tensor x = call.tensor("input");
    Tensor weight = call.tensor("weight");
    net.readPicture(x);
    return net.of(
        new dev.thimble.importer.network.Convolutions(net.network())
            .transposed(
                x.value(),
                weight.value(),
                bias(call),
                geometry(call, x, weight, spatial),
                call.integer("groups"),
                call.integers("output_padding", spatial)));
  }
}
