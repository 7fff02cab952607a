package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.network.Blocks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Pictures made larger by the nearest pixel, and by channels that become pixels. */
final class Resampling {
  private Resampling() {}

  static void register(Operators.Table table) {
    table.add(
        (net, call) ->
            picture(net, call, x -> new Blocks(net.network()).toPixels(x, size(call), true)),
        "aten::pixel_shuffle(self, upscale_factor)");
    table.add(
        (net, call) ->
            picture(net, call, x -> new Blocks(net.network()).toChannels(x, size(call), true)),
        "aten::pixel_unshuffle(self, downscale_factor)");
    table.add(
        (net, call) -> nearest(net, call, 1),
        "aten::upsample_nearest1d(input, output_size=None, scale_factors=None)");
    table.add(
        (net, call) -> nearest(net, call, 2),
        "aten::upsample_nearest2d(input, output_size=None, scale_factors=None, scales_w=None)");
  }

  /** What is made of a picture. */
  private interface Change {
    dev.thimble.importer.network.Tensor of(dev.thimble.importer.network.Tensor x) throws Problem;
  }

  private static int size(Call call) throws Problem {
    return call.integer(call.has("upscale_factor") ? "upscale_factor" : "downscale_factor");
  }

  private static Tensor picture(Net net, Call call, Change change) throws Problem {
    Tensor x = call.tensor("self");
    net.readPicture(x);
    return net.of(change.of(x.value()));
  }

  private static Tensor nearest(Net net, Call call, int spatial) throws Problem {
    Tensor x = call.tensor("input");
    if (x.rank() != spatial + 2) {
      throw call.bad("it takes " + (spatial + 2) + " axes, not the shape " + x.extents());
    }
    Tensor result = x;
    List<Integer> sizes = sizes(call, x, spatial);
    for (int i = 0; i < spatial; i++) {
      int extent = x.extent(2 + i);
      int size = sizes.get(i);
      if (size < 1 || size > 1 << 12) {
        throw call.bad("an output of " + sizes);
      }
      List<Integer> indices =
          IntStream.range(0, size).map(at -> (int) ((long) at * extent / size)).boxed().toList();
      result = net.take(result, 2 + i, indices);
    }
    return result;
  }

  private static List<Integer> sizes(Call call, Tensor x, int spatial) throws Problem {
    if (call.has("output_size")) {
      return call.integers("output_size", spatial);
    }
    List<Integer> sizes = new ArrayList<>();
    for (Object factor : call.list("scale_factors")) {
      double real = factor instanceof Number number ? number.doubleValue() : 0;
      sizes.add((int) Math.floor(x.extent(2 + Math.min(sizes.size(), spatial - 1)) * real));
    }
    if (sizes.size() != spatial) {
      throw call.bad(sizes.size() + " factors for " + spatial + " axes");
    }
    return sizes;
  }
}
