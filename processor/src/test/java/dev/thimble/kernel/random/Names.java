package dev.thimble.kernel.random;

import java.util.ArrayList;
import java.util.List;

/** Names of steps: many of them words of C, C++ or of the generated code itself. */
final class Names {
  private static final List<String> ODD =
      List.of(
          "register",
          "o",
          "acc",
          "ky",
          "model",
          "at",
          "taps",
          "kx_from",
          "clamp",
          "max",
          "inputs",
          "results",
          "i",
          "Math",
          "Constants",
          "Kernels",
          "value",
          "best",
          "index",
          "weights",
          "template",
          "restrict",
          "unsigned",
          "typedef",
          "struct",
          "delete",
          "inline",
          "namespace",
          "operator",
          "sum",
          "largest",
          "below",
          "signed",
          "extern",
          "sizeof",
          "scale64",
          "min32",
          "step_o",
          "arena",
          "kernel",
          "outputs",
          "reals",
          "INT8_MIN",
          "int8_t",
          "System",
          "array",
          "iValues",
          "oReals",
          "linux",
          "errno",
          "TwinBytes",
          "HostTwin",
          "Object",
          "filled",
          "shift",
          "multiplier",
          "o_weights",
          "acc_bias",
          "and",
          "xor");

  private final Dice dice;
  private final List<String> left = new ArrayList<>(ODD);
  private int next;

  Names(Dice dice) {
    this.dice = dice;
  }

  String next(String kind) {
    if (!left.isEmpty() && dice.chance(40)) {
      return left.remove(dice.below(left.size()));
    }
    return kind + next++;
  }
}
