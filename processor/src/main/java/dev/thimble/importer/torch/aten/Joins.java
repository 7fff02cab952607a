package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Tensors beside each other, and elements around one. */
final class Joins {
  private Joins() {}

  static void register(Operators.Table table) {
    table.add(Joins::cat, "aten::cat(tensors, dim=0)");
    table.add(Joins::cat, "aten::concat(tensors, dim=0)");
    table.add(Joins::stack, "aten::stack(tensors, dim=0)");
    table.add(Joins::pad, "aten::pad(self, pad, mode=None, value=None)");
    table.add(Joins::pad, "aten::constant_pad_nd(self, pad, value=0)");
    for (String mode : List.of("reflection", "replication")) {
      table.add((net, call) -> pad(net, call, mode), "aten::" + mode + "_pad1d(self, padding)");
      table.add((net, call) -> pad(net, call, mode), "aten::" + mode + "_pad2d(self, padding)");
    }
  }

  private static Object cat(Net net, Call call) throws Problem {
    List<Tensor> parts = call.tensors("tensors");
    if (parts.isEmpty()) {
      throw call.bad("nothing is joined");
    }
    int axis = call.axis("dim", parts.get(0).rank());
    return parts.size() == 1 ? parts.get(0) : net.concat(parts, axis);
  }

  private static Object stack(Net net, Call call) throws Problem {
    List<Tensor> rows = new ArrayList<>();
    int axis = -1;
    for (Tensor part : call.tensors("tensors")) {
      axis = call.axis("dim", part.rank() + 1);
      List<Integer> extents = new ArrayList<>(part.extents());
      extents.add(axis, 1);
      rows.add(net.reshape(part, extents));
    }
    if (rows.isEmpty()) {
      throw call.bad("nothing is joined");
    }
    return net.concat(rows, axis);
  }

  private static Object pad(Net net, Call call) throws Problem {
    return pad(net, call, call.has("mode") ? call.text("mode") : "constant");
  }

  /** Pairs of before and behind, the last axis first. */
  private static Object pad(Net net, Call call, String mode) throws Problem {
    Tensor x = call.tensor("self");
    List<Integer> pads = call.integers(call.has("pad") ? "pad" : "padding");
    List<Integer> before = new ArrayList<>(Collections.nCopies(x.rank(), 0));
    List<Integer> after = new ArrayList<>(before);
    if (pads.size() % 2 != 0 || pads.size() / 2 > x.rank()) {
      throw call.bad(pads.size() + " paddings for " + x.extents());
    }
    for (int i = 0; i + 1 < pads.size(); i += 2) {
      before.set(x.rank() - 1 - i / 2, pads.get(i));
      after.set(x.rank() - 1 - i / 2, pads.get(i + 1));
    }
    double value = call.has("value") ? call.real("value") : 0;
    return net.pad(x, before, after, mode, value);
  }
}
