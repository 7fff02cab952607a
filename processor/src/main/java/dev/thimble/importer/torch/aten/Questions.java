package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Shape;
import java.util.List;
import java.util.OptionalDouble;

/** What programs ask of tensors, and tensors that are made without another. */
final class Questions {
  /** Numbers that PyTorch gives types. */
  private static final long FLOAT = 6;

  private Questions() {}

  static void register(Operators.Table table) {
    table.add((net, call) -> (long) call.tensor("self").rank(), "aten::dim(self)");
    table.add(Questions::size, "aten::size(self, dim=None)");
    table.add(Questions::size, "aten::sym_size(self, dim=None)");
    table.add((net, call) -> call.tensor("self").elements(), "aten::numel(self)");
    table.add(Questions::length, "aten::len(self)");
    table.add((net, call) -> FLOAT, "prim::dtype(self)");
    table.add((net, call) -> "cpu", "prim::device(self)");
    table.add((net, call) -> "cpu", "aten::device(name)");
    table.add((net, call) -> false, "prim::is_cuda(self)");
    table.add((net, call) -> false, "prim::is_quantized(self)");
    table.add((net, call) -> 0L, "prim::layout(self)");
    table.add((net, call) -> true, "aten::is_floating_point(self)");
    for (String name :
        List.of("aten::item", "aten::Float", "aten::FloatImplicit", "aten::ScalarImplicit")) {
      table.add(Questions::number, name + "(self)");
    }
    for (String name : List.of("aten::Int", "aten::IntImplicit", "python::int")) {
      table.add((net, call) -> (long) (double) number(net, call), name + "(self)");
    }
    table.add((net, call) -> number(net, call) != 0, "aten::Bool(self)");
    table.add((net, call) -> number(net, call), "python::float(self)");
    table.add((net, call) -> number(net, call) != 0, "python::bool(self)");
    same(table);
    made(table);
  }

  private static void same(Operators.Table table) {
    AtenOperator same = (net, call) -> call.first();
    for (String text :
        List.of(
            "aten::dropout(input, p, train)",
            "aten::feature_dropout(input, p, train)",
            "aten::alpha_dropout(input, p, train)",
            "aten::contiguous(self, memory_format=None)",
            "aten::detach(self)",
            "aten::lift_fresh_copy(self)",
            "aten::to(self, a=None, b=None, c=None, d=None, e=None)",
            "aten::type_as(self, other)",
            "aten::float(self)")) {
      table.view(same, text);
    }
    for (String text :
        List.of(
            "aten::clone(self, memory_format=None)",
            "aten::_to_copy(self, dtype=None, layout=None, device=None, pin_memory=None,"
                + " non_blocking=None, memory_format=None)",
            "dim_order_ops::_clone_dim_order(self, non_blocking=None, dim_order=None)",
            "dim_order_ops::_to_dim_order_copy(self, non_blocking=None, dim_order=None)")) {
      table.add((net, call) -> call.tensor("self").copy(), text);
    }
  }

  private static void made(Operators.Table table) {
    String options = ", dtype=None, layout=None, device=None, pin_memory=None)";
    table.add(Questions::range, "aten::arange(start, end, step=1" + options);
    table.add((net, call) -> filled(net, call, 0), "aten::zeros(size" + options);
    table.add((net, call) -> filled(net, call, 1), "aten::ones(size" + options);
    table.add(
        (net, call) -> filled(net, call, call.real("fill_value")),
        "aten::full(size, fill_value" + options);
    String like = "_like(self";
    table.add((net, call) -> like(net, call, 0), "aten::zeros" + like + options);
    table.add((net, call) -> like(net, call, 1), "aten::ones" + like + options);
    table.add(
        (net, call) -> like(net, call, call.real("fill_value")),
        "aten::full" + like + ", fill_value" + options);
    table.add((net, call) -> net.number(call.real("s")), "aten::scalar_tensor(s" + options);
    table.add((net, call) -> net.number(call.real("value")), "prim::NumToTensor(value)");
    table.add(
        (net, call) -> net.number(call.real("value")),
        "aten::tensor(value, dtype=None, device=None, requires_grad=None)");
  }

  private static Object range(Net net, Call call) throws Problem {
    int begin = call.integer("start");
    int step = call.integer("step");
    long count =
        step == 0
            ? 0
            : Math.floorDiv(call.integer("end") - (long) begin + step - Integer.signum(step), step);
    if (count < 1 || count > 1 << 16) {
      throw call.bad("a range of " + count + " numbers");
    }
    float[] data = new float[(int) count];
    for (int i = 0; i < data.length; i++) {
      data[i] = begin + (float) i * step;
    }
    return net.of(net.network().constant(Shape.of(data.length), data));
  }

  private static Object filled(Net net, Call call, double value) throws Problem {
    return net.filled(call.integers("size"), value);
  }

  private static Object like(Net net, Call call, double value) throws Problem {
    return net.filled(call.tensor("self").extents(), value);
  }

  private static Object size(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    if (!call.has("dim")) {
      return new java.util.ArrayList<Object>(x.extents().stream().map(Integer::longValue).toList());
    }
    return (long) x.extent(call.axis("dim", x.rank()));
  }

  private static Object length(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    if (x.rank() == 0) {
      throw call.bad("a single number has no length");
    }
    return (long) x.extent(0);
  }

  private static Double number(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    OptionalDouble number = x.number();
    if (number.isEmpty()) {
      throw call.dataDependent(call.operator());
    }
    return number.getAsDouble();
  }
}
