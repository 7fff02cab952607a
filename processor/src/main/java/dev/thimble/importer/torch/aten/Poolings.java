package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Pool2d;
import dev.thimble.importer.network.Geometry;
import java.util.ArrayList;
import java.util.List;

/** Maxima and means over windows, of given or of adapted size. */
final class Poolings {
  private Poolings() {}

  static void register(Operators.Table table) {
    for (int spatial = 1; spatial <= 2; spatial++) {
      int count = spatial;
      String window = "(self, kernel_size, stride=[], padding=0, dilation=1, ceil_mode=False)";
      table.add((net, call) -> max(net, call, count), "aten::max_pool" + count + "d" + window);
      table.add(
          (net, call) -> new Results(List.of(max(net, call, count), None.NONE)),
          "aten::max_pool" + count + "d_with_indices" + window);
      table.add(
          (net, call) -> average(net, call, count),
          "aten::avg_pool"
              + count
              + "d(self, kernel_size, stride=[], padding=0, ceil_mode=False,"
              + " count_include_pad=True, divisor_override=None)");
      for (String name : List.of("aten::", "aten::_")) {
        table.add(
            (net, call) -> adaptive(net, call, Pool2d.Kind.AVERAGE, count),
            name + "adaptive_avg_pool" + count + "d(self, output_size)");
      }
      table.add(
          (net, call) ->
              new Results(List.of(adaptive(net, call, Pool2d.Kind.MAX, count), None.NONE)),
          "aten::adaptive_max_pool" + count + "d(self, output_size)");
    }
  }

  private static dev.thimble.importer.network.Tensor picture(Net net, Call call, int spatial)
      throws Problem {
    Tensor x = call.tensor("self");
    if (x.rank() != spatial + 2) {
      throw call.bad("it takes " + (spatial + 2) + " axes, not the shape " + x.extents());
    }
    net.readPicture(x);
    return x.value();
  }

  private static dev.thimble.importer.network.Poolings to(Net net) {
    return new dev.thimble.importer.network.Poolings(net.network());
  }

  private static Geometry geometry(Call call, int spatial) throws Problem {
    boolean given = call.has("stride") && !call.integers("stride").isEmpty();
    List<Integer> pads = call.integers("padding", spatial);
    return new Geometry(
        call.integers(given ? "stride" : "kernel_size", spatial),
        call.has("dilation") ? call.integers("dilation", spatial) : Geometry.same(spatial, 1),
        pads,
        pads);
  }

  private static Tensor max(Net net, Call call, int spatial) throws Problem {
    return net.of(
        to(net)
            .max(
                picture(net, call, spatial),
                call.integers("kernel_size", spatial),
                geometry(call, spatial),
                call.truth("ceil_mode")));
  }

  private static Tensor average(Net net, Call call, int spatial) throws Problem {
    if (call.has("divisor_override")) {
      throw call.unsupported("a divisor of its own", "Divide behind it.");
    }
    return net.of(
        to(net)
            .average(
                picture(net, call, spatial),
                call.integers("kernel_size", spatial),
                geometry(call, spatial),
                call.truth("ceil_mode"),
                call.truth("count_include_pad")));
  }

  private static Tensor adaptive(Net net, Call call, Pool2d.Kind kind, int spatial) throws Problem {
    dev.thimble.importer.network.Tensor x = picture(net, call, spatial);
    List<Integer> outputs = new ArrayList<>();
    if (call.get("output_size") instanceof List<?> list && list.contains(None.NONE)) {
      for (int axis = 0; axis < list.size() && axis < spatial; axis++) {
        // No number: as many as there are.
        boolean kept = list.get(axis) == None.NONE;
        outputs.add(kept ? x.extent(2 + axis) : ((Number) list.get(axis)).intValue());
      }
    } else {
      outputs.addAll(call.integers("output_size", spatial));
    }
    return net.of(to(net).adaptive(kind, x, outputs));
  }
}
