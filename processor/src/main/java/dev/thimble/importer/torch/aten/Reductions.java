package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Means, sums, extremes and softmax over axes. */
final class Reductions {
  private Reductions() {}

  static void register(Operators.Table table) {
    String axes = "(self, dim=None, keepdim=False, dtype=None)";
    table.add((net, call) -> reduce(net, call, Reduce.Kind.MEAN), "aten::mean" + axes);
    table.add((net, call) -> reduce(net, call, Reduce.Kind.SUM), "aten::sum" + axes);
    table.add((net, call) -> reduce(net, call, Reduce.Kind.MAX), "aten::amax" + axes);
    table.add((net, call) -> reduce(net, call, Reduce.Kind.MIN), "aten::amin" + axes);
    table.add(
        (net, call) -> extreme(net, call, Reduce.Kind.MAX, Binary.Kind.MAXIMUM),
        "aten::max(self, dim=None, keepdim=False, other=None)");
    table.add(
        (net, call) -> extreme(net, call, Reduce.Kind.MIN, Binary.Kind.MINIMUM),
        "aten::min(self, dim=None, keepdim=False, other=None)");
    table.add((net, call) -> arg(net, call, true), "aten::argmax(self, dim=None, keepdim=False)");
    table.add((net, call) -> arg(net, call, false), "aten::argmin(self, dim=None, keepdim=False)");
    table.add(Reductions::softmax, "aten::softmax(self, dim, dtype=None)");
    table.add(Reductions::softmax, "aten::_softmax(self, dim, half_to_float=None)");
    table.add(Reductions::logSoftmax, "aten::log_softmax(self, dim, dtype=None)");
    table.add(Reductions::logSoftmax, "aten::_log_softmax(self, dim, half_to_float=None)");
  }

  private static List<Integer> axes(Call call, Tensor x) throws Problem {
    boolean all = !call.has("dim") || (call.get("dim") instanceof List<?> list && list.isEmpty());
    if (all) {
      return IntStream.range(0, x.rank()).boxed().toList();
    }
    List<Integer> axes = new ArrayList<>();
    for (int axis : call.integers("dim")) {
      axes.add(call.axis(axis, x.rank()));
    }
    return axes;
  }

  private static Object reduce(Net net, Call call, Reduce.Kind kind) throws Problem {
    return reduced(net, call, kind);
  }

  /** Over all, over an axis with indices, or of two tensors, as the second argument says. */
  private static Object extreme(Net net, Call call, Reduce.Kind kind, Binary.Kind pair)
      throws Problem {
    Tensor x = call.tensor("self");
    Object second = call.has("other") ? call.get("other") : call.get("dim");
    if (second instanceof Tensor other) {
      return net.binary(pair, x, other);
    }
    Tensor values = reduced(net, call, kind);
    if (!call.has("dim")) {
      return values;
    }
    // Most programs drop the indices, and what nobody reads is left out in the end.
    return new Results(List.of(values, indices(net, call, kind == Reduce.Kind.MAX)));
  }

  private static dev.thimble.importer.network.Reductions to(Net net) {
    return new dev.thimble.importer.network.Reductions(net.network());
  }

  private static Tensor reduced(Net net, Call call, Reduce.Kind kind) throws Problem {
    Tensor x = call.tensor("self");
    return net.of(to(net).reduce(kind, x.value(), axes(call, x), call.truth("keepdim")));
  }

  private static Tensor indices(Net net, Call call, boolean max) throws Problem {
    Tensor x = call.tensor("self");
    int axis = call.axis("dim", x.rank());
    return net.of(to(net).extreme(max, x.value(), axis, call.truth("keepdim")));
  }

  private static Object arg(Net net, Call call, boolean max) throws Problem {
    Tensor x = call.tensor("self");
    if (call.has("dim")) {
      return indices(net, call, max);
    }
    Tensor row = net.reshape(x, List.of((int) x.elements()));
    return net.of(to(net).extreme(max, row.value(), 0, false));
  }

  private static Tensor softmax(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    return net.of(to(net).softmax(x.value(), call.axis("dim", x.rank())));
  }

  private static Object logSoftmax(Net net, Call call) throws Problem {
    return net.unary(Unary.Kind.LOG, softmax(net, call));
  }
}
