package dev.thimble.kernel;

import dev.thimble.graph.Arithmetic.Rounding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Executes a program as its definition says, on arrays of 64-bit numbers. It is the processor's own
 * oracle: golden outputs, accuracies and checks of rewrites come from it. Statements are compiled
 * into closures once, so that a few million multiply-accumulates a second are possible.
 *
 * <p>Results start poisoned in each run, and a load of poison, an index outside an array, a
 * variable outside its type or an element outside its array's range is a {@link RangeException}.
 * Not thread-safe.
 */
public final class Interpreter {
  private static final long POISON = Long.MIN_VALUE + 0x5EED;

  private final Program program;
  private final Map<String, long[]> memory = new LinkedHashMap<>();

  private final List<Unit> units = new ArrayList<>();

  /** Something that computes a number. */
  private interface Value {
    long get(long[] frame);
  }

  /** Something that is done. */
  private interface Action {
    void run(long[] frame);
  }

  private record Unit(Kernel kernel, Action action, int variables) {}

  /** Prepares the program, with its state reset. */
  public Interpreter(Program program) {
    this.program = program;
    for (Kernel kernel : program.kernels()) {
      Compiler compiler = new Compiler();
      Action action = compiler.statement(Expand.loops(kernel.body()));
      units.add(new Unit(kernel, action, compiler.slots.size()));
    }
    program.inputs().forEach(this::array);
    reset();
  }

  /** What it executes. */
  public Program program() {
    return program;
  }

  /** Puts the state back to what it is at the start. */
  public void reset() {
    for (Buffer state : program.states()) {
      long[] initial = state.data().isPresent() ? state.values() : new long[state.length()];
      System.arraycopy(initial, 0, array(state), 0, state.length());
    }
  }

  /** Runs the program on one value for each input; the results are read with {@link #read}. */
  public void run(List<long[]> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      Buffer input = program.inputs().get(i);
      if (inputs.get(i).length != input.length()) {
        throw new IllegalArgumentException(
            input.name() + " has " + input.length() + " elements, not " + inputs.get(i).length);
      }
      System.arraycopy(inputs.get(i), 0, array(input), 0, input.length());
    }
    for (Kernel kernel : program.kernels()) {
      poison(kernel.outputs());
      poison(kernel.scratch());
    }
    units.forEach(
        unit -> {
          if (runs(unit.kernel)) {
            run(unit);
          }
        });
  }

  /**
   * Whether a kernel ran in the last run: all its flags were set. An inner flag says nothing where
   * an outer one is not set.
   */
  public boolean runs(Kernel kernel) {
    for (Buffer flag : kernel.when()) {
      if (array(flag)[0] == 0) {
        return false;
      }
    }
    return true;
  }

  private static void run(Unit unit) {
    try {
      unit.action.run(new long[unit.variables]);
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new RangeException(unit.kernel.name() + ": an index leaves its array", e);
    } catch (RangeException e) {
      throw new RangeException(unit.kernel.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * What a run has not written yet it must not read: results of the last run are as bad as noise.
   */
  private void poison(List<Buffer> buffers) {
    for (Buffer buffer : buffers) {
      if (buffer.space() != Buffer.Space.STATE) {
        Arrays.fill(array(buffer), POISON);
      }
    }
  }

  /** A copy of an array as the last run left it. */
  public long[] read(Buffer buffer) {
    return array(buffer).clone();
  }

  private long[] array(Buffer buffer) {
    return memory.computeIfAbsent(
        buffer.name(),
        name -> {
          if (buffer.isConstant()) {
            return buffer.values();
          }
          long[] fresh = new long[buffer.length()];
          Arrays.fill(fresh, POISON);
          return fresh;
        });
  }

  /** Turns the statements of one kernel into closures. */
  private final class Compiler {
    private final Map<String, Integer> slots = new HashMap<>();
    private final Map<String, Interval> types = new HashMap<>();

    private int slot(String name) {
      return slots.computeIfAbsent(name, n -> slots.size());
    }

    Action statement(Stmt stmt) {
      if (stmt instanceof Stmt.Seq seq) {
        Action[] body = seq.body().stream().map(this::statement).toArray(Action[]::new);
        return frame -> {
          for (Action action : body) {
            action.run(frame);
          }
        };
      } else if (stmt instanceof Stmt.Block block) {
        return statement(block.body());
      } else if (stmt instanceof Stmt.For loop) {
        return loop(loop);
      } else if (stmt instanceof Stmt.Let let) {
        types.put(let.name(), let.type().range());
        return assign(let.name(), let.value());
      } else if (stmt instanceof Stmt.Assign assign) {
        return assign(assign.name(), assign.value());
      } else if (stmt instanceof Stmt.Store store) {
        return store(store);
      } else if (stmt instanceof Stmt.If test) {
        Value condition = relation(test.relation(), value(test.left()), value(test.right()));
        Action then = statement(test.then());
        return frame -> {
          if (condition.get(frame) != 0) {
            then.run(frame);
          }
        };
      } else if (stmt instanceof Stmt.Fill fill) {
        long[] array = array(fill.buffer());
        Value at = index(fill.at());
        return frame -> {
          int from = (int) at.get(frame);
          Arrays.fill(array, from, from + fill.count(), fill.value());
        };
      } else if (stmt instanceof Stmt.Note) {
        return frame -> {};
      }
      throw new IllegalArgumentException("not expanded: " + stmt);
    }

    private Action loop(Stmt.For loop) {
      Value from = value(loop.from());
      Value to = value(loop.to());
      int variable = slot(loop.variable());
      Optional<ProductLoop> products = ProductLoop.of(loop);
      if (products.isPresent()) {
        return products(products.get(), loop.variable(), from, to);
      }
      Action body = statement(loop.body());
      return frame -> {
        long end = to.get(frame);
        for (long i = from.get(frame); i < end; i++) {
          frame[variable] = i;
          body.run(frame);
        }
      };
    }

    private Action products(ProductLoop products, String loop, Value from, Value to) {
      int acc = slot(products.accumulator());
      int variable = slot(loop);
      Expr.Load left = products.left().load();
      Expr.Load right = products.right().load();
      Value leftAt = index(left.at());
      Value rightAt = index(right.at());
      int leftStep = (int) left.at().coefficient(loop);
      int rightStep = (int) right.at().coefficient(loop);
      long[] x = array(left.buffer());
      long[] w = array(right.buffer());
      long p = products.left().offset();
      long q = products.right().offset();
      return frame -> {
        frame[variable] = from.get(frame);
        int i = (int) leftAt.get(frame);
        int j = (int) rightAt.get(frame);
        long sum = frame[acc];
        for (long k = to.get(frame) - frame[variable]; k > 0; k--) {
          if (x[i] == POISON || w[j] == POISON) {
            throw new RangeException(
                left.buffer().name() + " or " + right.buffer().name() + " is read unwritten");
          }
          sum += (x[i] + p) * (w[j] + q);
          i += leftStep;
          j += rightStep;
        }
        frame[acc] = sum;
      };
    }

    private Action assign(String name, Expr expr) {
      int variable = slot(name);
      Value value = value(expr);
      Interval type = types.getOrDefault(name, Element.I64.range());
      return frame -> {
        long result = value.get(frame);
        if (!type.contains(result)) {
          throw new RangeException(name + " becomes " + result);
        }
        frame[variable] = result;
      };
    }

    private Action store(Stmt.Store store) {
      long[] array = array(store.buffer());
      Value at = index(store.at());
      Value value = value(store.value());
      Buffer buffer = store.buffer();
      Interval range = buffer.range();
      return frame -> {
        long result = value.get(frame);
        if (!range.contains(result)) {
          throw new RangeException(buffer.name() + " gets " + result);
        }
        array[(int) at.get(frame)] = result;
      };
    }

    private Value index(Affine at) {
      int count = at.terms().size();
      int[] variables = new int[count];
      long[] factors = new long[count];
      int next = 0;
      for (Map.Entry<String, Long> term : at.terms().entrySet()) {
        variables[next] = slot(term.getKey());
        factors[next++] = term.getValue();
      }
      long base = at.base();
      return frame -> {
        long sum = base;
        for (int i = 0; i < count; i++) {
          sum += factors[i] * frame[variables[i]];
        }
        return sum;
      };
    }

    Value value(Expr expr) {
      if (expr instanceof Expr.Int number) {
        long constant = number.value();
        return frame -> constant;
      } else if (expr instanceof Expr.Index index) {
        return index(index.at());
      } else if (expr instanceof Expr.Var variable) {
        int slot = slot(variable.name());
        return frame -> frame[slot];
      } else if (expr instanceof Expr.Load load) {
        return load(load.buffer(), index(load.at()));
      } else if (expr instanceof Expr.Lookup lookup) {
        return load(lookup.buffer(), value(lookup.at()));
      } else if (expr instanceof Expr.Bin bin) {
        return operation(bin.op(), value(bin.left()), value(bin.right()));
      } else if (expr instanceof Expr.Select select) {
        Value condition = relation(select.relation(), value(select.left()), value(select.right()));
        Value then = value(select.then());
        Value otherwise = value(select.otherwise());
        return frame -> condition.get(frame) != 0 ? then.get(frame) : otherwise.get(frame);
      } else if (expr instanceof Expr.Clamp clamp) {
        Value value = value(clamp.value());
        return frame -> Math.min(Math.max(value.get(frame), clamp.low()), clamp.high());
      } else if (expr instanceof Expr.Wrap wrap) {
        Value value = value(wrap.value());
        int unused = Long.SIZE - wrap.type().bits();
        return frame -> value.get(frame) << unused >> unused;
      } else if (expr instanceof Expr.Requantise requantise) {
        return requantise(requantise);
      }
      throw new IllegalArgumentException("not expanded: " + expr);
    }

    private Value load(Buffer buffer, Value at) {
      long[] array = array(buffer);
      return frame -> {
        long element = array[(int) at.get(frame)];
        if (element == POISON) {
          throw new RangeException(buffer.name() + " is read before it is written");
        }
        return element;
      };
    }

    private Value requantise(Expr.Requantise r) {
      Value value = value(r.value());
      Value multiplier = value(r.multiplier());
      Value shift = value(r.shift());
      boolean twice = r.rounding() == Rounding.DOUBLE;
      return frame -> {
        long v = value.get(frame);
        long s = shift.get(frame);
        long sum = v * multiplier.get(frame) + (1L << (s - 1));
        if (twice && s > 31) {
          sum += v >= 0 ? 1L << 30 : -(1L << 30);
        }
        return sum >> s;
      };
    }
  }

  private static Value operation(Expr.Op op, Value a, Value b) {
    return switch (op) {
      case ADD -> frame -> a.get(frame) + b.get(frame);
      case SUB -> frame -> a.get(frame) - b.get(frame);
      case MUL -> frame -> a.get(frame) * b.get(frame);
      case DIV -> frame -> a.get(frame) / b.get(frame);
      case MIN -> frame -> Math.min(a.get(frame), b.get(frame));
      case MAX -> frame -> Math.max(a.get(frame), b.get(frame));
      case SHL -> frame -> a.get(frame) << b.get(frame);
      case SHR -> frame -> a.get(frame) >> b.get(frame);
    };
  }

  private static Value relation(Expr.Relation relation, Value a, Value b) {
    return switch (relation) {
      case LT -> frame -> a.get(frame) < b.get(frame) ? 1 : 0;
      case LE -> frame -> a.get(frame) <= b.get(frame) ? 1 : 0;
      case GT -> frame -> a.get(frame) > b.get(frame) ? 1 : 0;
      case GE -> frame -> a.get(frame) >= b.get(frame) ? 1 : 0;
      case EQ -> frame -> a.get(frame) == b.get(frame) ? 1 : 0;
      case NE -> frame -> a.get(frame) != b.get(frame) ? 1 : 0;
    };
  }
}
