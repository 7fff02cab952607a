package dev.thimble.backend.avr;

import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Known;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Cycles of code with loops whose rounds depend on outer loops, or on constants: exact, for all of
 * these are known.
 */
sealed interface Timing {
  /** Cycles at least and at most. */
  record Cycles(long least, long most) {
    static Cycles of(long exactly) {
      return new Cycles(exactly, exactly);
    }

    Cycles plus(Cycles other) {
      return new Cycles(least + other.least, most + other.most);
    }

    Cycles times(long factor) {
      return new Cycles(least * factor, most * factor);
    }

    boolean exact() {
      return least == most;
    }
  }

  /** The cycles, with these variables known. */
  Cycles of(Map<String, Long> variables);

  /** Whether they are the same whatever is known. */
  boolean fixed();

  /** Always as long. */
  record Fixed(Cycles cycles) implements Timing {
    @Override
    public Cycles of(Map<String, Long> variables) {
      return cycles;
    }

    @Override
    public boolean fixed() {
      return true;
    }
  }

  /** One after the other. */
  record Sequence(List<Timing> parts) implements Timing {
    public Sequence {
      parts = List.copyOf(parts);
    }

    @Override
    public Cycles of(Map<String, Long> variables) {
      Map<String, Long> inner = variables;
      Cycles sum = Cycles.of(0);
      for (Timing part : parts) {
        if (part instanceof Variable variable) {
          inner = variable.extend(inner);
        } else {
          sum = sum.plus(part.of(inner));
        }
      }
      return sum;
    }

    @Override
    public boolean fixed() {
      return parts.stream().allMatch(Timing::fixed);
    }
  }

  /** A variable gets a value, known or not. */
  record Variable(String name, Expr value) implements Timing {
    @Override
    public Cycles of(Map<String, Long> variables) {
      return Cycles.of(0);
    }

    @Override
    public boolean fixed() {
      return true;
    }

    Map<String, Long> extend(Map<String, Long> variables) {
      return new Known(variables).let(name, value).variables();
    }
  }

  /**
   * A loop from one number to below another.
   *
   * @param before cycles before the first round, where there is one
   * @param round of each
   * @param after cycles behind the last one, which may be less than none
   * @param none cycles where there is no round
   * @param most rounds at most, where they are not known
   */
  record Loop(
      String variable,
      Expr from,
      Expr to,
      long before,
      Timing round,
      long after,
      long none,
      long most)
      implements Timing {
    @Override
    public Cycles of(Map<String, Long> variables) {
      Known known = new Known(variables);
      Optional<Long> first = known.value(from);
      Optional<Long> end = known.value(to);
      if (first.isEmpty() || end.isEmpty()) {
        Cycles one = round.of(without(variables));
        Cycles all = one.times(most).plus(Cycles.of(before + after));
        return new Cycles(Math.min(none, one.least() + before + after), all.most());
      }
      long rounds = end.get() - first.get();
      if (rounds <= 0) {
        return Cycles.of(none);
      }
      Cycles sum = Cycles.of(before + after);
      if (round.fixed()) {
        return sum.plus(round.of(variables).times(rounds));
      }
      Map<String, Long> inner = new HashMap<>(variables);
      for (long i = first.get(); i < end.get(); i++) {
        inner.put(variable, i);
        sum = sum.plus(round.of(inner));
      }
      return sum;
    }

    private Map<String, Long> without(Map<String, Long> variables) {
      Map<String, Long> rest = new HashMap<>(variables);
      rest.remove(variable);
      return rest;
    }

    @Override
    public boolean fixed() {
      return from instanceof Expr.Int && to instanceof Expr.Int && round.fixed();
    }
  }

  /** One of two, depending on the input. */
  record Either(Timing one, Timing other) implements Timing {
    @Override
    public Cycles of(Map<String, Long> variables) {
      Cycles a = one.of(variables);
      Cycles b = other.of(variables);
      return new Cycles(Math.min(a.least(), b.least()), Math.max(a.most(), b.most()));
    }

    @Override
    public boolean fixed() {
      return one.fixed() && other.fixed();
    }
  }

  /** Collects parts, and parts of parts. */
  final class Collector {
    private final Deque<List<Timing>> open = new ArrayDeque<>(List.of(new ArrayList<>()));

    void add(long cycles) {
      add(new Fixed(Cycles.of(cycles)));
    }

    void add(Timing part) {
      current().add(part);
    }

    private List<Timing> current() {
      return Objects.requireNonNull(open.peek());
    }

    /** What is added next is a sequence of its own. */
    void open() {
      open.push(new ArrayList<>());
    }

    /** The sequence that was opened last. */
    Timing close() {
      return new Sequence(open.pop());
    }

    /** All that was added. */
    Timing timing() {
      return new Sequence(current());
    }
  }
}
