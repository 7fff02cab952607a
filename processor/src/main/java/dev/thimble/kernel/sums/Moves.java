package dev.thimble.kernel.sums;

import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A kernel that only moves elements, or fills with a number: copies, slices, concatenations,
 * padding, transpositions. All distances are in bytes.
 *
 * @param output what is written
 * @param moves one after the other
 */
public record Moves(Buffer output, List<Move> moves) {
  /** Copies the list. */
  public Moves {
    moves = List.copyOf(moves);
  }

  /**
   * One nest, or the filling of a part, in the order of the kernel.
   *
   * @param input what is read; nothing where {@code fill} is written
   * @param fill the number
   * @param from the first byte that is read
   * @param to the first byte that is written
   * @param run bytes that lie side by side in both arrays, one element at least
   * @param levels loops around runs, the outermost first
   */
  public record Move(
      Optional<Buffer> input, long fill, int from, int to, int run, List<Level> levels) {
    /** Copies the list. */
    public Move {
      levels = List.copyOf(levels);
    }
  }

  /**
   * A loop.
   *
   * @param extent how often
   * @param from from one round to the next, in what is read
   * @param to the same in what is written
   */
  public record Level(int extent, int from, int to) {
    private boolean encloses(Level inner) {
      return from == inner.extent * inner.from && to == inner.extent * inner.to;
    }
  }

  /** The kernel seen so, if it is one. */
  public static Optional<Moves> of(Kernel kernel) {
    boolean distinct = new HashSet<>(kernel.inputs()).size() == kernel.inputs().size();
    if (!distinct || kernel.outputs().size() != 1 || !kernel.scratch().isEmpty()) {
      return Optional.empty();
    }
    Buffer output = kernel.outputs().get(0);
    List<Move> moves = new ArrayList<>();
    return collect(kernel.body(), output, moves) && !moves.isEmpty()
        ? Optional.of(new Moves(output, moves))
        : Optional.empty();
  }

  private static boolean collect(Stmt stmt, Buffer output, List<Move> moves) {
    if (stmt instanceof Stmt.Seq seq) {
      return seq.body().stream().allMatch(part -> collect(part, output, moves));
    }
    Optional<Move> move = Optional.empty();
    if (stmt instanceof Stmt.Do only) {
      move = of(only.nest(), output);
    } else if (stmt instanceof Stmt.Fill fill) {
      move = of(fill, output);
    }
    move.ifPresent(moves::add);
    return move.isPresent();
  }

  private static Optional<Move> of(Stmt.Fill fill, Buffer output) {
    int unit = output.element().bytes();
    return fill.buffer().equals(output) && fill.at().terms().isEmpty()
        ? Optional.of(
            new Move(
                Optional.empty(),
                fill.value(),
                0,
                Math.toIntExact(unit * fill.at().base()),
                unit * fill.count(),
                List.of()))
        : Optional.empty();
  }

  private static Optional<Move> of(Nest nest, Buffer output) {
    Expr value = Expressions.replace(nest.result(), Nest.ACC, nest.init());
    boolean plain =
        nest.reduce().isEmpty()
            && nest.target().equals(output)
            && value instanceof Expr.Load load
            && !load.buffer().isConstant()
            && !load.buffer().equals(output)
            && load.buffer().element() == output.element();
    return plain ? of(nest, (Expr.Load) value) : Optional.empty();
  }

  private static Optional<Move> of(Nest nest, Expr.Load load) {
    int unit = load.buffer().element().bytes();
    List<Level> levels = new ArrayList<>();
    for (Axis axis : nest.out()) {
      int from = Math.toIntExact(unit * load.at().coefficient(axis.name()));
      int to = Math.toIntExact(unit * nest.at().coefficient(axis.name()));
      if (from < 0 || to <= 0) {
        return Optional.empty();
      }
      if (axis.extent() > 1) {
        add(levels, new Level(axis.extent(), from, to));
      }
    }
    int run = unit;
    int last = levels.size() - 1;
    if (last >= 0 && levels.get(last).from() == unit && levels.get(last).to() == unit) {
      run = unit * levels.remove(last).extent();
    }
    return Optional.of(
        new Move(
            Optional.of(load.buffer()),
            0,
            Math.toIntExact(unit * load.at().base()),
            Math.toIntExact(unit * nest.at().base()),
            run,
            levels));
  }

  /** One more loop inside, or a longer one where both are one. */
  private static void add(List<Level> levels, Level inner) {
    int last = levels.size() - 1;
    if (last >= 0 && levels.get(last).encloses(inner)) {
      int extent = levels.remove(last).extent() * inner.extent();
      levels.add(new Level(extent, inner.from(), inner.to()));
    } else {
      levels.add(inner);
    }
  }
}
