package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import java.util.ArrayList;
import java.util.List;

/** The same elements in another shape, in another order of axes, or some of them. */
final class Views {
  private Views() {}

  static void register(Operators.Table table) {
    for (String copy : List.of("", "_copy")) {
      table.view(Views::reshape, "aten::view" + copy + "(self, size)");
      table.view(Views::permute, "aten::permute" + copy + "(self, dims)");
      table.view(Views::transpose, "aten::transpose" + copy + "(self, dim0, dim1)");
      table.view(Views::matrix, "aten::t" + copy + "(self)");
      table.view(Views::squeeze, "aten::squeeze" + copy + "(self, dim=None)");
      table.view(Views::unsqueeze, "aten::unsqueeze" + copy + "(self, dim)");
      table.view(Views::expand, "aten::expand" + copy + "(self, size, implicit=False)");
      table.view(Views::select, "aten::select" + copy + "(self, dim, index)");
      table.view(
          Views::slice, "aten::slice" + copy + "(self, dim=0, start=None, end=None, step=1)");
      table.view(Views::splitSizes, "aten::split_with_sizes" + copy + "(self, split_sizes, dim=0)");
      table.view(Views::same, "aten::alias" + copy + "(self)");
      table.view(Views::unbind, "aten::unbind" + copy + "(self, dim=0)");
    }
    table.view(Views::reshape, "aten::reshape(self, shape)");
    table.view(Views::reshape, "aten::_unsafe_view(self, size)");
    table.view(Views::reshape, "executorch_prim::et_view(self, size)");
    table.view(Views::reshape, "aten::_reshape_alias(self, size, stride=None)");
    table.view(Views::flatten, "aten::flatten(self, start_dim=0, end_dim=-1)");
    table.view(Views::unflatten, "aten::unflatten(self, dim, sizes)");
    table.view(Views::permute, "aten::movedim(self, dims, destination)");
    table.view(Views::split, "aten::split(self, split_size, dim=0)");
    table.view(Views::chunk, "aten::chunk(self, chunks, dim=0)");
    table.view(Views::expandAs, "aten::expand_as(self, other)");
    table.add(Views::flip, "aten::flip(self, dims)");
    table.view(Views::narrow, "aten::narrow(self, dim, start, length)");
    table.add(Views::index, "aten::index(self, indices)");
    table.add(Views::indexSelect, "aten::index_select(self, dim, index)");
    table.add(Views::cat, "aten::cat(tensors, dim=0)");
    table.add(Views::cat, "aten::concat(tensors, dim=0)");
    table.add(Views::stack, "aten::stack(tensors, dim=0)");
    table.add(Views::pad, "aten::pad(self, pad, mode=None, value=None)");
    table.add(Views::pad, "aten::constant_pad_nd(self, pad, value=0)");
    for (String mode : List.of("reflection", "replication")) {
      table.add((net, call) -> pad(net, call, mode), "aten::" + mode + "_pad1d(self, padding)");
      table.add((net, call) -> pad(net, call, mode), "aten::" + mode + "_pad2d(self, padding)");
    }
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

  private static Tensor same(Net net, Call call) throws Problem {
    return call.tensor("self");
  }

  /** The extents, one of which may be -1: as many as are left. */
  private static Tensor reshape(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    List<Integer> size = call.integers(call.has("shape") ? "shape" : "size");
    List<Integer> wanted = new ArrayList<>(size);
    long elements = x.elements();
    int open = wanted.indexOf(-1);
    long product = 1;
    for (int i = 0; i < wanted.size(); i++) {
      if (i != open) {
        product = Math.max(0, Math.min(Integer.MAX_VALUE, product * Math.max(0, wanted.get(i))));
      }
    }
    if (open >= 0 && product > 0 && elements % product == 0) {
      wanted.set(open, (int) (elements / product));
      product = elements;
    }
    if (product != elements || wanted.contains(-1)) {
      throw call.bad(x.extents() + " cannot become " + size);
    }
    return net.reshape(x, wanted);
  }

  private static Tensor flatten(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    int begin = call.axis("start_dim", x.rank());
    int end = call.axis("end_dim", x.rank());
    if (end < begin) {
      throw call.bad("it flattens the axes from " + begin + " to " + end);
    }
    List<Integer> extents = new ArrayList<>(x.extents().subList(0, begin));
    int product = 1;
    for (int axis = begin; axis <= end && axis < x.rank(); axis++) {
      product *= x.extent(axis);
    }
    extents.add(product);
    extents.addAll(x.extents().subList(Math.min(x.rank(), end + 1), x.rank()));
    return net.reshape(x, extents);
  }

  private static Tensor unflatten(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    int axis = call.axis("dim", x.rank());
    if (x.rank() == 0) {
      throw call.bad("a tensor of one number has no axes");
    }
    List<Integer> extents = new ArrayList<>(x.extents());
    extents.remove(axis);
    List<Integer> sizes = new ArrayList<>(call.integers("sizes"));
    int open = sizes.indexOf(-1);
    if (open >= 0) {
      double product = -sizes.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
      sizes.set(open, product > 0 ? (int) (x.extent(axis) / product) : 0);
    }
    extents.addAll(axis, sizes);
    return net.reshape(x, extents);
  }

  private static Tensor permute(Net net, Call call) throws Problem {
    if (call.has("destination")) {
      throw call.unsupported("this form", "Use permute.");
    }
    Tensor x = call.tensor("self");
    List<Integer> axes = new ArrayList<>();
    for (int axis : call.integers("dims")) {
      axes.add(call.axis(axis, x.rank()));
    }
    return permuted(net, call, x, axes);
  }

  private static Tensor permuted(Net net, Call call, Tensor x, List<Integer> axes) throws Problem {
    if (axes.size() != x.rank() || axes.stream().distinct().count() != axes.size()) {
      throw call.bad("the axes " + axes + " of " + x.extents());
    }
    return net.permute(x, axes);
  }

  private static Tensor transpose(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    int a = call.axis("dim0", x.rank());
    int b = call.axis("dim1", x.rank());
    return exchanged(net, call, x, a, b);
  }

  static Tensor exchanged(Net net, Call call, Tensor x, int a, int b) throws Problem {
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      axes.add(axis == a ? b : axis == b ? a : axis);
    }
    return permuted(net, call, x, axes);
  }

  private static Tensor matrix(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    return x.rank() == 2 ? exchanged(net, call, x, 0, 1) : x;
  }

  private static Tensor squeeze(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    List<Integer> axes = new ArrayList<>();
    if (call.has("dim")) {
      for (int axis : call.integers("dim")) {
        axes.add(call.axis(axis, x.rank()));
      }
    }
    List<Integer> extents = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      boolean asked = !call.has("dim") || axes.contains(axis);
      if (!asked || x.extent(axis) != 1) {
        extents.add(x.extent(axis));
      }
    }
    return net.reshape(x, extents);
  }

  private static Tensor unsqueeze(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    List<Integer> extents = new ArrayList<>(x.extents());
    extents.add(call.axis("dim", x.rank() + 1), 1);
    return net.reshape(x, extents);
  }

  private static Tensor expand(Net net, Call call) throws Problem {
    return expanded(net, call, call.integers("size"));
  }

  private static Tensor expandAs(Net net, Call call) throws Problem {
    return expanded(net, call, call.tensor("other").extents());
  }

  private static Tensor expanded(Net net, Call call, List<Integer> size) throws Problem {
    Tensor x = call.tensor("self");
    List<Integer> wanted = new ArrayList<>();
    int added = size.size() - x.rank();
    for (int axis = 0; axis < size.size(); axis++) {
      int own = axis < added ? 1 : x.extent(axis - added);
      int extent = size.get(axis) == -1 ? own : size.get(axis);
      if (added < 0 || (own != 1 && own != extent)) {
        throw call.bad(x.extents() + " cannot become " + size);
      }
      wanted.add(extent);
    }
    return net.expand(x, wanted);
  }

  private static Tensor select(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    int axis = call.axis("dim", x.rank());
    return at(net, call, x, axis, call.axis("index", x.extent(axis)));
  }

  private static Tensor at(Net net, Call call, Tensor x, int axis, int index) throws Problem {
    List<Integer> extents = new ArrayList<>(x.extents());
    extents.remove(axis);
    return net.reshape(net.slice(x, axis, index, 1, 1), extents);
  }

  private static Object unbind(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    int axis = call.axis("dim", x.rank());
    List<Object> parts = new ArrayList<>();
    for (int i = 0; i < x.extent(axis); i++) {
      parts.add(at(net, call, x, axis, i));
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
    List<Integer> before = new ArrayList<>(java.util.Collections.nCopies(x.rank(), 0));
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
