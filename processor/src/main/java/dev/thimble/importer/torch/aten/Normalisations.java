package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Unary;
import dev.thimble.importer.network.Elements;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Batch normalisation as it is in inference, and layer normalisation. */
final class Normalisations {
  private Normalisations() {}

  static void register(Operators.Table table) {
    table.add(
        Normalisations::batchNorm,
        "aten::batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps,"
            + " cudnn_enabled=None)");
    table.add(
        (net, call) -> new Results(List.of(batchNorm(net, call), None.NONE, None.NONE)),
        "aten::_native_batch_norm_legit_no_training(input, weight, bias, running_mean, running_var,"
            + " momentum, eps)");
    table.add(
        (net, call) -> new Results(List.of(batchNorm(net, call), None.NONE, None.NONE)),
        "aten::native_batch_norm(input, weight, bias, running_mean, running_var, training,"
            + " momentum, eps)");
    table.add(
        Normalisations::layerNorm,
        "aten::layer_norm(input, normalized_shape, weight=None, bias=None, eps=0.00001,"
            + " cudnn_enable=None)");
    table.add(
        (net, call) -> new Results(List.of(layerNorm(net, call), None.NONE, None.NONE)),
        "aten::native_layer_norm(input, normalized_shape, weight, bias, eps)");
  }

  private static Tensor batchNorm(Net net, Call call) throws Problem {
    if (call.has("training") && call.truth("training")) {
      throw call.unsupported(
          "batch normalisation in training", "Call model.eval() before saving it.");
    }
    Tensor x = call.tensor("input");
    if (x.rank() < 2 || !call.has("running_mean") || !call.has("running_var")) {
      throw call.unsupported("an input " + x.extents() + " or no means", "Keep running means.");
    }
    net.readPicture(x);
    int channels = x.extent(1);
    return net.of(
        new Elements(net.network())
            .batchNorm(
                x.value(),
                channels(call, "weight", channels, 1),
                channels(call, "bias", channels, 0),
                channels(call, "running_mean", channels, 0),
                channels(call, "running_var", channels, 1),
                call.real("eps")));
  }

  private static float[] channels(Call call, String name, int count, float fallback)
      throws Problem {
    Optional<Tensor> given = call.optionalTensor(name);
    if (given.isEmpty()) {
      float[] result = new float[count];
      java.util.Arrays.fill(result, fallback);
      return result;
    }
    if (!given.get().isKnown() || given.get().elements() != count) {
      throw call.bad(name + " is not one number for each of " + count + " channels");
    }
    return given.get().floats();
  }

  /** {@code (x - mean) / sqrt(variance + eps)} over the last axes, scaled and shifted. */
  private static Tensor layerNorm(Net net, Call call) throws Problem {
    Tensor x = call.tensor("input");
    int count = call.integers("normalized_shape").size();
    if (count < 1 || count > x.rank()) {
      throw call.bad("it normalises " + count + " axes of " + x.extents());
    }
    List<Integer> axes = new ArrayList<>();
    for (int axis = x.rank() - count; axis < x.rank(); axis++) {
      axes.add(axis);
    }
    Tensor mean = mean(net, x, axes);
    Tensor centred = net.binary(Binary.Kind.SUB, x, mean);
    Tensor square = net.unary(Unary.Kind.SQUARE, centred);
    Tensor variance = mean(net, square, axes);
    Tensor positive = net.binary(Binary.Kind.ADD, variance, call.real("eps"));
    Tensor root = net.unary(Unary.Kind.RSQRT, positive);
    Tensor result = net.binary(Binary.Kind.MUL, centred, root);
    for (String name : List.of("weight", "bias")) {
      if (call.has(name)) {
        Binary.Kind kind = name.equals("weight") ? Binary.Kind.MUL : Binary.Kind.ADD;
        result = net.binary(kind, result, aligned(net, call, name, x.rank()));
      }
    }
    return result;
  }

  private static Tensor mean(Net net, Tensor x, List<Integer> axes) throws Problem {
    return net.of(
        new dev.thimble.importer.network.Reductions(net.network())
            .reduce(Reduce.Kind.MEAN, x.value(), axes, true));
  }

  private static Tensor aligned(Net net, Call call, String name, int rank) throws Problem {
    Tensor given = call.tensor(name);
    List<Integer> extents = new ArrayList<>(Collections.nCopies(rank - given.rank(), 1));
    extents.addAll(given.extents());
    return net.reshape(given, extents);
  }
}
