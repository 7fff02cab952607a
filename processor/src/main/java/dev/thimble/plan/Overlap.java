package dev.thimble.plan;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How far the output of a kernel may run into an input that nobody needs any more.
 *
 * <p>A nest computes its outputs one after the other, in the order of its axes. An element may be
 * written over bytes of the input as long as no later element reads them. So the output may lie
 * before the input, and end in it, by as much as reads stay ahead of writes: an elementwise step
 * works in place, a pointwise convolution nearly so, a depthwise one of 3x3 taps is a line and a
 * pixel ahead.
 */
final class Overlap {
  private final Nest nest;
  private final List<Affine> reads = new ArrayList<>();
  private final int inputBytes;
  private final int outputBytes;

  private Overlap(Nest nest, int inputBytes, int outputBytes) {
    this.nest = nest;
    this.inputBytes = inputBytes;
    this.outputBytes = outputBytes;
  }

  /**
   * How many bytes behind the start of the input the output may start at most, negative for before
   * it; nothing where they must be apart.
   */
  static OptionalLong lead(Kernel kernel, Buffer input, Buffer output) {
    if (!(kernel.body() instanceof Stmt.Do only)
        || !only.nest().target().equals(output)
        || !mayAlias(input, output)) {
      return OptionalLong.empty();
    }
    Nest nest = only.nest();
    Overlap overlap = new Overlap(nest, input.element().bytes(), output.element().bytes());
    for (Expr expr : List.of(nest.init(), nest.term(), nest.result())) {
      if (Expressions.looksUp(expr, input)) {
        return OptionalLong.empty();
      }
      Expressions.loads(expr).stream()
          .filter(load -> load.buffer().equals(input))
          .forEach(load -> overlap.reads.add(overlap.lowest(load.at())));
    }
    return OptionalLong.of(overlap.lead());
  }

  /** C lets bytes lie over anything, but not two wider types over each other. */
  static boolean mayAlias(Buffer input, Buffer output) {
    return input.element() == output.element()
        || input.element().bytes() == 1
        || output.element().bytes() == 1;
  }

  /** The lowest index over all taps, bounds left out of account. */
  private Affine lowest(Affine at) {
    Affine lowest = at;
    for (Axis axis : nest.reduce()) {
      long coefficient = at.coefficient(axis.name());
      long least = Math.min(0, coefficient * (axis.extent() - 1L));
      lowest = lowest.without(axis.name()).plus(least);
    }
    return lowest;
  }

  /**
   * From the last element to the first: what is still to be read, less what is written.
   *
   * <p>Along the innermost axis all indices are linear, and the least of linear functions is
   * concave: of the elements that something is read after, the first or the last decides.
   */
  private long lead() {
    List<Axis> axes = nest.out();
    int run = axes.isEmpty() ? 1 : axes.get(axes.size() - 1).extent();
    int[] point = axes.stream().mapToInt(axis -> axis.extent() - 1).toArray();
    Walk store = new Walk(nest.at());
    List<Walk> loads = reads.stream().map(Walk::new).toList();
    // Behind the last element nothing is read: the output may start anywhere before the end.
    long ahead = Long.MAX_VALUE / 2;
    long lead = Long.MAX_VALUE / 2;
    for (int rest = runs(axes); rest > 0; rest--) {
      for (int element : new int[] {run - 1, run - 2, 0}) {
        if (element >= 0) {
          long read = Math.min(ahead, least(loads, element + 1, run - 1));
          lead = Math.min(lead, read - (store.at(element) + 1) * outputBytes);
        }
      }
      ahead = Math.min(ahead, least(loads, 0, run - 1));
      back(point, store, loads);
    }
    return lead;
  }

  private static int runs(List<Axis> axes) {
    return axes.stream()
        .limit(Math.max(0, axes.size() - 1))
        .mapToInt(Axis::extent)
        .reduce(1, Math::multiplyExact);
  }

  /** The lowest byte that is read for the elements of a run from one to another. */
  private long least(List<Walk> loads, int from, int to) {
    long least = Long.MAX_VALUE / 2;
    for (Walk load : loads) {
      if (from <= to) {
        least = Math.min(least, Math.min(load.at(from), load.at(to)) * inputBytes);
      }
    }
    return least;
  }

  /** To the run before. */
  private void back(int[] point, Walk store, List<Walk> loads) {
    for (int axis = point.length - 2; axis >= 0; axis--) {
      boolean wraps = point[axis] == 0;
      int step = wraps ? nest.out().get(axis).extent() - 1 : -1;
      point[axis] += step;
      store.move(axis, step);
      for (Walk load : loads) {
        load.move(axis, step);
      }
      if (!wraps) {
        return;
      }
    }
  }

  /** An index that follows the axes of the output but the innermost, beginning at the last run. */
  private final class Walk {
    private final long[] coefficients = new long[nest.out().size()];
    private long index;

    Walk(Affine at) {
      index = at.base();
      for (int i = 0; i < coefficients.length; i++) {
        coefficients[i] = at.coefficient(nest.out().get(i).name());
        if (i < coefficients.length - 1) {
          index += coefficients[i] * (nest.out().get(i).extent() - 1L);
        }
      }
    }

    void move(int axis, int step) {
      index += coefficients[axis] * step;
    }

    /** The index at an element of the run. */
    long at(int element) {
      return coefficients.length == 0
          ? index
          : index + coefficients[coefficients.length - 1] * element;
    }
  }
}
