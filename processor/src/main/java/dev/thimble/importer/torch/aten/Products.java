package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import java.util.List;
import java.util.Optional;

/** Products with matrices. */
final class Products {
  private Products() {}

  static void register(Operators.Table table) {
    table.add(Products::linear, "aten::linear(input, weight, bias=None)");
    table.add(Products::addmm, "aten::addmm(self, mat1, mat2, beta=1, alpha=1)");
    for (String text :
        List.of("aten::mm(self, mat2)", "aten::matmul(self, other)", "aten::bmm(self, mat2)")) {
      String other = text.contains("mat2") ? "mat2" : "other";
      table.add((net, call) -> product(net, call, call.tensor("self"), call.tensor(other)), text);
    }
  }

  private static dev.thimble.importer.network.Products to(Net net) {
    return new dev.thimble.importer.network.Products(net.network());
  }

  private static Tensor linear(Net net, Call call) throws Problem {
    return net.of(
        to(net)
            .linear(
                call.tensor("input").value(),
                call.tensor("weight").value(),
                call.optionalTensor("bias").map(Tensor::value)));
  }

  private static Tensor product(Net net, Call call, Tensor a, Tensor b) throws Problem {
    return net.of(to(net).matmul(a.value(), b.value()));
  }

  private static Object addmm(Net net, Call call) throws Problem {
    if (call.real("beta") != 1 || call.real("alpha") != 1) {
      throw call.unsupported("a factor", "Use alpha = beta = 1.");
    }
    Tensor added = call.tensor("self");
    Tensor x = call.tensor("mat1");
    Tensor matrix = call.tensor("mat2");
    if (added.isKnown() && matrix.isKnown()) {
      return net.of(
          to(net).linear(x.value(), to(net).turned(matrix.value()), Optional.of(added.value())));
    }
    return net.binary(Binary.Kind.ADD, product(net, call, x, matrix), added);
  }
}
