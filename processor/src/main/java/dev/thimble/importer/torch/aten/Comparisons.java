package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.network.Choices;

/** Comparisons of tensors, and choices by them. */
final class Comparisons {
  private Comparisons() {}

  static void register(Operators.Table table) {
    above(table, "gt", true, false);
    above(table, "ge", true, true);
    above(table, "lt", false, false);
    above(table, "le", false, true);
    table.add(
        (net, call) ->
            net.of(
                choices(net)
                    .where(
                        call.tensor("condition").value(),
                        operand(net, call, "self").value(),
                        operand(net, call, "other").value())),
        "aten::where(condition, self, other)");
    table.add(
        (net, call) ->
            net.of(
                choices(net)
                    .where(
                        call.tensor("mask").value(),
                        operand(net, call, "value").value(),
                        call.tensor("self").value())),
        "aten::masked_fill(self, mask, value)");
    table.add(Comparisons::threshold, "aten::threshold(self, threshold, value)");
  }

  private static void above(Operators.Table table, String name, boolean greater, boolean orEqual) {
    table.add(
        (net, call) -> {
          dev.thimble.importer.network.Tensor a = operand(net, call, "self").value();
          dev.thimble.importer.network.Tensor b = operand(net, call, "other").value();
          return net.of(
              greater ? choices(net).above(a, b, orEqual) : choices(net).above(b, a, orEqual));
        },
        "aten::" + name + "(self, other)");
  }

  private static Choices choices(Net net) {
    return new Choices(net.network());
  }

  private static Tensor operand(Net net, Call call, String name) throws Problem {
    return call.get(name) instanceof Tensor tensor ? tensor : net.number(call.real(name));
  }

  /** {@code x} where it is above the threshold, else the value. */
  private static Object threshold(Net net, Call call) throws Problem {
    Tensor x = call.tensor("self");
    dev.thimble.importer.network.Tensor choice =
        choices(net).above(x.value(), net.number(call.real("threshold")).value(), false);
    return net.of(choices(net).where(choice, x.value(), net.number(call.real("value")).value()));
  }
}
