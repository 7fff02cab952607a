package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import java.util.ArrayList;
import java.util.List;

/** The same elements in another shape, or in another order of axes. */
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
      table.view(Views::same, "aten::alias" + copy + "(self)");
    }
    table.view(Views::reshape, "aten::reshape(self, shape)");
    table.view(Views::reshape, "aten::_unsafe_view(self, size)");
    table.view(Views::reshape, "executorch_prim::et_view(self, size)");
    table.view(Views::reshape, "aten::_reshape_alias(self, size, stride=None)");
    table.view(Views::flatten, "aten::flatten(self, start_dim=0, end_dim=-1)");
    table.view(Views::unflatten, "aten::unflatten(self, dim, sizes)");
    table.view(Views::permute, "aten::movedim(self, dims, destination)");
    table.view(Views::expandAs, "aten::expand_as(self, other)");
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

  private static Tensor exchanged(Net net, Call call, Tensor x, int a, int b) throws Problem {
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
}
