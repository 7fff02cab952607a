package dev.thimble.kernel.sums;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expand;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Known;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.ProductLoop;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A kernel's body as loops, as code for sums of byte products wants them: what is added to every
 * input is in what the sum begins with, sums are known to be as small as they are, and weights of
 * four bits are read two at a time, each row from a byte on. Other weights of four bits become
 * bytes.
 */
public final class FoldedSums {
  private final Kernel kernel;
  private final boolean multiplier;
  private final Set<Buffer> pairs = new HashSet<>();
  private int starts;

  private FoldedSums(Kernel kernel, boolean multiplier) {
    this.kernel = kernel;
    this.multiplier = multiplier;
  }

  /**
   * A body.
   *
   * @param pairs arrays of bytes that hold two weights each
   */
  public record Body(Stmt stmt, Set<Buffer> pairs) {}

  /**
   * The body of a kernel.
   *
   * @param multiplier whether the core multiplies, so that two weights are taken from a byte
   */
  public static Body of(Kernel kernel, boolean multiplier) {
    FoldedSums sums = new FoldedSums(kernel, multiplier);
    Stmt stmt = new WholeBytes().of(sums.loops(kernel.body()));
    return new Body(stmt, Set.copyOf(sums.pairs));
  }

  private Stmt loops(Stmt stmt) {
    if (stmt instanceof Stmt.Seq seq && seq.body().stream().anyMatch(this::holdsSums)) {
      return new Stmt.Seq(seq.body().stream().map(this::part).toList());
    } else if (stmt instanceof Stmt.For loop) {
      return new Stmt.For(loop.variable(), loop.from(), loop.to(), loops(loop.body()));
    } else if (stmt instanceof Stmt.Do nested) {
      return Row.of(nested.nest()).map(row -> row.loops(this)).orElse(Expand.loops(stmt));
    }
    return Expand.loops(stmt);
  }

  private boolean holdsSums(Stmt stmt) {
    return stmt instanceof Stmt.For || stmt instanceof Stmt.Do;
  }

  /** One of several statements: the variables of a nest are its own. */
  private Stmt part(Stmt stmt) {
    return stmt instanceof Stmt.Do ? new Stmt.Block(loops(stmt)) : loops(stmt);
  }

  /** A nest that sums byte products for each of some rows. */
  private record Row(Nest nest, Optional<Axis> axis, ProductLoop.Factor x, Expr.Load w) {
    static Optional<Row> of(Nest nest) {
      if (nest.op() != Expr.Op.ADD
          || nest.reduce().isEmpty()
          || nest.out().size() > 1
          || !nest.bounds().isEmpty()) {
        return Optional.empty();
      }
      Expr sum = new Expr.Bin(Expr.Op.ADD, new Expr.Var(Nest.ACC), nest.term(), nest.acc());
      Stmt.For inner = Stmt.For.of(last(nest), new Stmt.Assign(Nest.ACC, sum));
      return ProductLoop.of(inner)
          .flatMap(
              products -> {
                boolean turned = products.left().load().buffer().isConstant();
                ProductLoop.Factor x = turned ? products.right() : products.left();
                ProductLoop.Factor w = turned ? products.left() : products.right();
                Row row = new Row(nest, nest.out().stream().findFirst(), x, w.load());
                return w.offset() == 0 && row.suits() ? Optional.of(row) : Optional.empty();
              });
    }

    private static Axis last(Nest nest) {
      return nest.reduce().get(nest.reduce().size() - 1);
    }

    private boolean suits() {
      Element weight = w.buffer().element();
      Set<String> known = new HashSet<>();
      axis.ifPresent(row -> known.add(row.name()));
      nest.reduce().forEach(tap -> known.add(tap.name()));
      return w.buffer().isConstant()
          && (weight == Element.I8 || weight == Element.I4)
          && !x.load().buffer().isConstant()
          && x.load().buffer().element().bytes() == 1
          && known.containsAll(w.at().terms().keySet())
          && start(0).isPresent();
    }

    private int rows() {
      return axis.map(Axis::extent).orElse(1);
    }

    /** How many values the one variable has. */
    int extent(Affine at) {
      return Stream.concat(nest.out().stream(), nest.reduce().stream())
          .filter(one -> at.terms().containsKey(one.name()))
          .mapToInt(Axis::extent)
          .findFirst()
          .orElse(1);
    }

    private Map<String, Long> at(int row) {
      return axis.map(one -> Map.of(one.name(), (long) row)).orElse(Map.of());
    }

    private Optional<Long> start(int row) {
      return new Known(at(row)).value(nest.init());
    }

    /** What the sum of a row is for no input at all, less what is added to the inputs. */
    private long begin(int row) {
      long[] total = new long[1];
      taps(row, weight -> total[0] += weight);
      return start(row).orElseThrow() + x.offset() * total[0];
    }

    private void taps(int row, LongConsumer visitor) {
      walk(0, index(w.at(), at(row)), visitor);
    }

    private static long index(Affine at, Map<String, Long> known) {
      long index = at.base();
      for (Map.Entry<String, Long> one : known.entrySet()) {
        index += at.coefficient(one.getKey()) * one.getValue();
      }
      return index;
    }

    private void walk(int depth, long index, LongConsumer visitor) {
      if (depth == nest.reduce().size()) {
        visitor.accept(w.buffer().values()[(int) index]);
        return;
      }
      Axis tap = nest.reduce().get(depth);
      long step = w.at().coefficient(tap.name());
      for (int i = 0; i < tap.extent(); i++) {
        walk(depth + 1, index + i * step, visitor);
      }
    }

    /** All that sums can be: two bytes at least, as products have. */
    private Interval range() {
      Interval inputs = x.load().buffer().range();
      Interval all = Element.I8.range().plus(Element.I8.range());
      for (int row = 0; row < rows(); row++) {
        long[] ends = {begin(row), begin(row)};
        taps(
            row,
            weight -> {
              ends[0] += Math.min(weight * inputs.low(), weight * inputs.high());
              ends[1] += Math.max(weight * inputs.low(), weight * inputs.high());
            });
        all = all.union(new Interval(ends[0], ends[1]));
      }
      return all;
    }

    Stmt loops(FoldedSums sums) {
      List<Stmt> body = new ArrayList<>();
      Element type = nest.acc();
      body.add(new Stmt.Let(type, Nest.ACC, sums.begin(this), Optional.of(range())));
      Expr weight = sums.weight(this);
      Expr term = new Expr.Bin(Expr.Op.MUL, x.load(), weight, type);
      Expr sum = new Expr.Bin(Expr.Op.ADD, new Expr.Var(Nest.ACC), term, type);
      Stmt inner = new Stmt.Assign(Nest.ACC, sum);
      for (int i = nest.reduce().size() - 1; i >= 0; i--) {
        inner = Stmt.For.of(nest.reduce().get(i), inner);
      }
      body.add(inner);
      body.add(new Stmt.Store(nest.target(), nest.at(), nest.result()));
      Stmt one = new Stmt.Seq(body);
      return axis.map(row -> (Stmt) Stmt.For.of(row, one)).orElse(one);
    }
  }

  /** What a row's sum begins with. */
  private Expr begin(Row row) {
    if (row.x().offset() == 0) {
      return row.nest().init();
    }
    long[] values = new long[row.rows()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.begin(i);
    }
    if (values.length == 1) {
      return new Expr.Int(values[0]);
    }
    String name = kernel.name() + "_start" + starts++;
    return new Expr.Load(Buffer.constant(name, values), Affine.of(row.axis().orElseThrow().name()));
  }

  /** The weight of a round; of two in a byte the byte where they begin. */
  private Expr weight(Row row) {
    Expr.Load w = row.w();
    String inner = Row.last(row.nest()).name();
    int others = w.at().terms().size() - 1;
    if (w.buffer().element() != Element.I4
        || !multiplier
        || w.at().coefficient(inner) != 1
        || row.x().load().at().coefficient(inner) != 1
        || others > 1) {
      return w;
    }
    int rows = row.extent(w.at().without(inner));
    Expr.Load bytes = HalfRows.of(w, inner, Row.last(row.nest()).extent(), rows);
    pairs.add(bytes.buffer());
    return bytes;
  }
}
