package dev.thimble.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values of loop variables and of what is computed from them and from constants alone.
 *
 * @param variables what is known; other variables depend on the input
 */
public record Known(Map<String, Long> variables) {
  /** What is known where a variable holds an expression's value, which may be unknown. */
  public Known let(String name, Expr expr) {
    Map<String, Long> all = new HashMap<>(variables);
    value(expr).ifPresentOrElse(number -> all.put(name, number), () -> all.remove(name));
    return new Known(all);
  }

  /** What is known in a round of a loop. */
  public Known with(String name, long number) {
    Map<String, Long> all = new HashMap<>(variables);
    all.put(name, number);
    return new Known(all);
  }

  /** The value of an expression, if it is known. */
  public Optional<Long> value(Expr expr) {
    if (expr instanceof Expr.Int number) {
      return Optional.of(number.value());
    } else if (expr instanceof Expr.Var variable) {
      return Optional.ofNullable(variables.get(variable.name()));
    } else if (expr instanceof Expr.Index index) {
      return value(index.at());
    } else if (expr instanceof Expr.Load load && load.buffer().isConstant()) {
      return value(load.at()).map(at -> load.buffer().values()[(int) (long) at]);
    } else if (expr instanceof Expr.Bin bin) {
      return value(bin.left()).flatMap(a -> value(bin.right()).map(b -> result(bin.op(), a, b)));
    } else if (expr instanceof Expr.Clamp clamp) {
      return value(clamp.value()).map(v -> Math.max(clamp.low(), Math.min(v, clamp.high())));
    }
    return Optional.empty();
  }

  private Optional<Long> value(Affine at) {
    long sum = at.base();
    for (Map.Entry<String, Long> term : at.terms().entrySet()) {
      Long variable = variables.get(term.getKey());
      if (variable == null) {
        return Optional.empty();
      }
      sum += term.getValue() * variable;
    }
    return Optional.of(sum);
  }

  private static long result(Expr.Op op, long a, long b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / Math.max(1, b);
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case SHL -> a << b;
      case SHR -> a >> b;
    };
  }
}
