package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import java.util.ArrayList;
import java.util.List;

/** Some of a tensor's elements, or all in another order along an axis. */
final class Parts {
  private Parts() {}

  static void register(Operators.Table table) {
    for (String copy : List.of("", "_copy")) {
      table.view(Parts::select, "aten::select" + copy + "(self, dim, index)");
      table.view(
          Parts::slice, "aten::slice" + copy + "(self, dim=0, start=None, end=None, step=1)");
      table.view(Parts::splitSizes, "aten::split_with_sizes" + copy + "(self, split_sizes, dim=0)");
      table.view(Parts::unbind, "aten::unbind" + copy + "(self, dim=0)");
    }
    table.view(Parts::split, "aten::split(self, split_size, dim=0)");
    table.view(Parts::chunk, "aten::chunk(self, chunks, dim=0)");
    table.add(Parts::flip, "aten::flip(self, dims)");
    table.view(Parts::narrow, "aten::narrow(self, dim, start, length)");
    table.add(Parts::index, "aten::index(self, indices)");
    table.add(Parts::indexSelect, "aten::index_select(self, dim, index)");
  }

  private static Tensor flip(Net net, Call call) throws Problem {
    Tensor result = call.tensor("self");
    for (int given : call.integers("dims")) {
      int axis = call.axis(given, result.rank());
      int extent = result.rank() == 0 ? 1 : result.extent(axis);
      result = extent == 1 ? result : net.slice(result, axis, extent - 1, -1, extent);
    }
    return result;
  }

  private static Tensor select(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    int axis = call.axis("dim", x.rank());
    return at(net, x, axis, call.axis("index", x.extent(axis)));
  }

  private static Tensor at(Net net, Tensor x, int axis, int index) throws Problem {
    List<Integer> extents = new ArrayList<>(x.extents());
    extents.remove(axis);
    return net.reshape(net.slice(x, axis, index, 1, 1), extents);
  }

  private static Object unbind(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    int axis = call.axis("dim", x.rank());
    List<Object> parts = new ArrayList<>();
    for (int i = 0; i < x.extent(axis); i++) {
      parts.add(at(net, x, axis, i));
    }
    return parts;
  }

  private static Tensor slice(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    int axis = call.axis("dim", x.rank());
    int extent = x.extent(axis);
    int begin = bound(call, "start", extent, 0);
    int end = bound(call, "end", extent, extent);
    int step = call.integer("step");
    if (step < 1 || end <= begin) {
      throw call.unsupported("an empty slice", "Take at least one element.");
    }
    return net.slice(x, axis, begin, step, (end - begin + step - 1) / step);
  }

  private static int bound(Call call, String name, int extent, int fallback) throws Problem {
    if (!call.has(name)) {
      return fallback;
    }
    long bound = call.integer(name);
    return (int) Math.max(0, Math.min(extent, bound < 0 ? bound + extent : bound));
  }

  private static Tensor narrow(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    int axis = call.axis("dim", x.rank());
    int begin = call.axis("start", x.extent(axis));
    int length = call.integer("length");
    if (length < 1 || begin + (long) length > x.extent(axis)) {
      throw call.bad("a part of " + length + " from " + begin + " of " + x.extents());
    }
    return net.slice(x, axis, begin, 1, length);
  }

  private static Object split(Net net, Call call) throws Problem {
    return call.get("split_size") instanceof List<?>
        ? parts(net, call, call.integers("split_size"))
        : cut(net, call, call.integer("split_size"));
  }

  private static Object chunk(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    int extent = x.extent(call.axis("dim", x.rank()));
    int chunks = call.integer("chunks");
    if (chunks < 1) {
      throw call.bad(chunks + " parts");
    }
    return cut(net, call, (extent + chunks - 1) / chunks);
  }

  private static Object cut(Net net, Call call, int size) throws Problem {
    Tensor x = call.tensor("self");
    int extent = x.extent(call.axis("dim", x.rank()));
    List<Integer> sizes = new ArrayList<>();
    for (int left = extent; left > 0 && size > 0; left -= size) {
      sizes.add(Math.min(size, left));
    }
    return parts(net, call, sizes);
  }

  private static Object splitSizes(Net net, Call call) throws Problem {
    return parts(net, call, call.integers("split_sizes"));
  }

  private static Object parts(Net net, Call call, List<Integer> sizes) throws Problem {
    Tensor x = call.tensor("self");
    int axis = call.axis("dim", x.rank());
    List<Object> parts = new ArrayList<>();
    int begin = 0;
    for (int size : sizes) {
      if (size < 1 || size > x.extent(axis) - begin) {
        throw call.bad("parts of " + sizes + " of " + x.extents());
      }
      parts.add(net.slice(x, axis, begin, 1, size));
      begin += size;
    }
    return parts;
  }

  /** One list of known indices for one axis, none for the others. */
  private static Object index(Net net, Call call) throws Problem {
    List<?> indices = call.list("indices");
    int axis = -1;
    for (int i = 0; i < indices.size(); i++) {
      if (indices.get(i) != None.NONE) {
        axis = axis < 0 ? i : Integer.MAX_VALUE;
      }
    }
    if (axis < 0 || axis >= indices.size() || !(indices.get(axis) instanceof Tensor tensor)) {
      throw call.unsupported("indices of several axes", "Index one axis at a time.");
    }
    return taken(net, call, axis, tensor);
  }

  private static Object indexSelect(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    return taken(net, call, call.axis("dim", x.rank()), call.tensor("index"));
  }

  private static Tensor taken(Net net, Call call, int axis, Tensor index) throws Problem {
    Tensor x = call.tensor("self");
    if (!index.isKnown() || index.rank() != 1 || axis >= x.rank()) {
      throw call.unsupported("indices that are computed", "Use constant ones.");
    }
    List<Integer> indices = new ArrayList<>();
    for (float at : index.floats()) {
      indices.add(call.axis((int) at, x.extent(axis)));
    }
    return net.take(x, axis, indices);
  }
}
