package dev.thimble.backend.cmsis;

import dev.thimble.backend.Unsupported;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ValueRanges;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Expressions of the kernel language in registers of 32 bits; only in requantisations there are 64.
 * No results may be changed. {@link KernelScales} knows requantisations, {@link KernelChoices} what
 * depends on comparisons.
 */
final class KernelExpressions {
  private final NumberCode numbers;
  private final KernelPlaces places;
  private final Map<String, Integer> registers = new HashMap<>();
  private final Map<String, Interval> variables = new HashMap<>();
  final ValueRanges ranges = new ValueRanges(this::range);
  private final LongSums sums;
  private final KernelScales scales;
  private final KernelChoices choices;
  private final Map<Buffer, Long> beyond = new HashMap<>();
  private final Map<Expr, Integer> found = new HashMap<>();

  KernelExpressions(NumberCode numbers, KernelPlaces places) {
    this.numbers = numbers;
    this.places = places;
    this.sums = new LongSums(numbers, ranges, this::of);
    this.scales = new KernelScales(numbers, ranges, this::of);
    this.choices = new KernelChoices(numbers, ranges, scales, this::of);
  }

  private Interval range(String name) {
    Interval range = variables.get(name);
    if (range == null) {
      throw new Unsupported(name);
    }
    return range;
  }

  /** A variable of that range that has no register. */
  void name(String variable, Interval range) {
    variables.put(variable, range);
    registers.remove(variable);
  }

  /** A variable in a register. */
  void name(String variable, Interval range, int register) {
    variables.put(variable, range);
    registers.put(variable, register);
  }

  /** The register of a variable. */
  int register(String variable) {
    Integer register = registers.get(variable);
    if (register == null) {
      throw new Unsupported(variable);
    }
    return register;
  }

  /** A value of at most 32 bits. */
  int of(Expr expr) {
    Interval range = ranges.of(expr);
    if (!Element.I32.range().contains(range)) {
      throw new Unsupported("64 bits");
    }
    if (range.low() == range.high()) {
      return numbers.number((int) range.low());
    }
    return computed(expr);
  }

  private int computed(Expr expr) {
    if (expr instanceof Expr.Var variable) {
      return register(variable.name());
    } else if (expr instanceof Expr.Load load) {
      return places.load(load.buffer(), load.at());
    } else if (expr instanceof Expr.Lookup lookup) {
      return lookup(lookup);
    } else if (expr instanceof Expr.Bin bin) {
      return bin(bin);
    } else if (expr instanceof Expr.Select select) {
      return choices.select(select);
    } else if (expr instanceof Expr.Clamp clamp) {
      return choices.clamp(clamp);
    } else if (expr instanceof Expr.Wrap wrap) {
      return numbers.wrap(of(wrap.value()), wrap.type().bits());
    } else if (expr instanceof Expr.Requantise requantise) {
      return scales.of(requantise);
    } else if (expr instanceof Expr.Index index) {
      return index(index.at());
    }
    throw new Unsupported(expr.getClass().getSimpleName());
  }

  private int index(Affine at) {
    int sum = -1;
    for (Map.Entry<String, Long> term : at.terms().entrySet()) {
      int part = numbers.times(register(term.getKey()), term.getValue());
      sum = sum < 0 ? part : numbers.add(sum, part);
    }
    return numbers.plus(sum, (int) at.base());
  }

  /** An index as another one and how far behind it. */
  private record Behind(Expr at, long offset) {
    static Behind of(Expr index) {
      return index instanceof Expr.Bin bin
              && bin.op() == Expr.Op.ADD
              && bin.right() instanceof Expr.Int number
          ? new Behind(bin.left(), number.value())
          : new Behind(index, 0);
    }
  }

  /** Takes notice of a table and how far behind an index it is read. */
  void foresee(Expr.Lookup lookup) {
    if (lookup.buffer().isConstant()) {
      beyond.merge(lookup.buffer(), Behind.of(lookup.at()).offset(), Math::max);
    }
  }

  /** A new statement begins: what was looked up may be something else now. */
  void begin() {
    found.clear();
  }

  private int lookup(Expr.Lookup lookup) {
    Integer before = found.get(lookup);
    if (before != null) {
      return before;
    }
    Behind index = Behind.of(lookup.at());
    Buffer table = reached(lookup.buffer(), ranges.of(lookup.at()));
    int value = places.lookup(table, of(index.at()), index.offset());
    if (table.isConstant()) {
      found.put(lookup, value);
    }
    return value;
  }

  /** Both sides of a choice are computed: a table must go as far as it is read in vain. */
  private Buffer reached(Buffer table, Interval indices) {
    long more = beyond.getOrDefault(table, 0L);
    if (!table.isConstant() || more == 0) {
      return table;
    }
    if (indices.high() >= table.length() + more) {
      throw new Unsupported("an index of " + indices);
    }
    long[] values = Arrays.copyOf(table.values(), (int) (table.length() + more));
    return Buffer.constant(table.name() + "_wide", table.element(), values);
  }

  private int bin(Expr.Bin bin) {
    Interval right = ranges.of(bin.right());
    boolean known = right.low() == right.high();
    int number = (int) right.low();
    return switch (bin.op()) {
      case ADD -> sum(bin, known, number);
      case SUB -> {
        Interval left = ranges.of(bin.left());
        if (known) {
          yield numbers.plus(of(bin.left()), -number);
        }
        yield left.low() == left.high()
            ? numbers.less((int) left.low(), of(bin.right()))
            : numbers.subtract(of(bin.left()), of(bin.right()));
      }
      case MUL -> known ? numbers.times(of(bin.left()), number) : product(bin);
      case SHL -> numbers.left(of(bin.left()), shift(known, number));
      case SHR -> shifted(bin, shift(known, number));
      case MIN, MAX -> choices.extreme(bin);
      case DIV -> numbers.divide(of(bin.left()), of(bin.right()));
    };
  }

  private int shifted(Expr.Bin bin, int bits) {
    return Element.I32.range().contains(ranges.of(bin.left()))
        ? numbers.right(of(bin.left()), bits)
        : sums.shifted(bin.left(), bits);
  }

  private static int shift(boolean known, int bits) {
    if (!known || bits >= Long.SIZE) {
      throw new Unsupported("a computed shift");
    }
    return bits;
  }

  private int sum(Expr.Bin bin, boolean known, int number) {
    if (known) {
      return numbers.plus(of(bin.left()), number);
    }
    Interval left = ranges.of(bin.left());
    if (left.low() == left.high()) {
      return numbers.plus(of(bin.right()), (int) left.low());
    }
    for (Expr side : new Expr[] {bin.right(), bin.left()}) {
      if (side instanceof Expr.Bin product
          && product.op() == Expr.Op.MUL
          && ranges.of(product.right()).low() < ranges.of(product.right()).high()) {
        int other = of(side == bin.right() ? bin.left() : bin.right());
        return numbers.multiplyAdd(of(product.left()), of(product.right()), other);
      }
    }
    return numbers.add(of(bin.left()), of(bin.right()));
  }

  private int product(Expr.Bin bin) {
    Interval left = ranges.of(bin.left());
    return left.low() == left.high()
        ? numbers.times(of(bin.right()), left.low())
        : numbers.multiply(of(bin.left()), of(bin.right()));
  }

  /** Whether differences of such values have 32 bits. */
  private boolean isHalf(Expr expr) {
    Interval range = ranges.of(expr);
    return range.low() > Integer.MIN_VALUE / 2 && range.high() < Integer.MAX_VALUE / 2;
  }

  /** Adds a product to a variable, or makes it an extreme; says whether it is one of these. */
  boolean accumulates(String variable, Expr value) {
    if (value instanceof Expr.Bin bin
        && (bin.op() == Expr.Op.MAX || bin.op() == Expr.Op.MIN)
        && bin.left().equals(new Expr.Var(variable))
        && isHalf(bin.left())
        && isHalf(bin.right())) {
      numbers.extreme(register(variable), of(bin.right()), bin.op() == Expr.Op.MAX);
      return true;
    }
    if (value instanceof Expr.Bin sum
        && sum.op() == Expr.Op.ADD
        && sum.left().equals(new Expr.Var(variable))
        && sum.right() instanceof Expr.Bin product
        && product.op() == Expr.Op.MUL) {
      int a = of(product.left());
      numbers.accumulate(register(variable), a, of(product.right()));
      return true;
    }
    return false;
  }
}
