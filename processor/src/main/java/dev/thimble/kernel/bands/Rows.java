package dev.thimble.kernel.bands;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Bound;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kernel that can be computed some rows at a time: one nest that writes its output from the first
 * element to the last. A row is what one step of its outermost axis writes, whatever that axis is.
 *
 * @param kernel the kernel
 * @param nest its body
 */
record Rows(Kernel kernel, Nest nest) {
  /** The kernel seen so, if it is one that does the same for each row. */
  static Optional<Rows> of(Kernel kernel) {
    boolean plain =
        kernel.part().isEmpty()
            && kernel.when().isEmpty()
            && kernel.scratch().isEmpty()
            && kernel.outputs().size() == 1
            && kernel.outputs().get(0).space() == Buffer.Space.ARENA
            && !kernel.inputs().contains(kernel.outputs().get(0));
    if (!plain || !(kernel.body() instanceof Stmt.Do only)) {
      return Optional.empty();
    }
    Nest nest = only.nest();
    Rows rows = new Rows(kernel, nest);
    boolean alike =
        !nest.out().isEmpty()
            && nest.inOrder()
            && nest.target().equals(kernel.outputs().get(0))
            && List.of(nest.init(), nest.term(), nest.result()).stream().allMatch(rows::isAlike);
    return Optional.of(rows).filter(r -> alike);
  }

  Axis axis() {
    return nest.out().get(0);
  }

  /** How many rows there are. */
  int count() {
    return axis().extent();
  }

  /** Elements of a row of the output. */
  int length() {
    return nest.target().length() / count();
  }

  /** Whether the expression asks in no other way than by an array's index for the row it is in. */
  private boolean isAlike(Expr expr) {
    String row = axis().name();
    if (expr instanceof Expr.Load load) {
      return !load.buffer().isConstant() || load.at().coefficient(row) == 0;
    } else if (expr instanceof Expr.Index index) {
      return index.at().coefficient(row) == 0;
    } else if (expr instanceof Expr.Lookup lookup && !lookup.buffer().isConstant()) {
      return false;
    }
    return Expressions.parts(expr).stream().allMatch(this::isAlike);
  }

  /** The nest of the rows {@code from} to below {@code to}; bounds that always hold are dropped. */
  Nest slice(int from, int to) {
    Map<String, Affine> moved = Map.of(axis().name(), Affine.of(axis().name()).plus(from));
    List<Axis> out = new ArrayList<>(nest.out());
    out.set(0, new Axis(axis().name(), to - from));
    Nest slice =
        new Nest(
            nest.step(),
            out,
            nest.reduce(),
            nest.op(),
            Expressions.substitute(nest.init(), moved),
            Expressions.substitute(nest.term(), moved),
            List.of(),
            nest.acc(),
            Expressions.substitute(nest.result(), moved),
            nest.target(),
            nest.at().substitute(moved));
    List<Bound> bounds = new ArrayList<>();
    for (Bound bound : nest.bounds()) {
      Affine at = bound.at().substitute(moved);
      if (!new Interval(0, bound.extent() - 1L).contains(Reach.values(slice, at))) {
        bounds.add(new Bound(at, bound.extent()));
      }
    }
    return slice.within(bounds);
  }

  /** What the rows read of an array. */
  Optional<Interval> reads(int from, int to, Buffer array) {
    return Reach.read(slice(from, to), array);
  }
}
