package dev.thimble.kernel.bands;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Bound;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Nest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which elements of an array a nest reads and writes, padding left out. */
public final class Reach {
  private final List<Axis> axes = new ArrayList<>();

  private Reach(Nest nest) {
    axes.addAll(nest.out());
    axes.addAll(nest.reduce());
  }

  /**
   * From the first element that is read to the last; nothing where none is, or where it is not
   * known.
   */
  public static Optional<Interval> read(Nest nest, Buffer array) {
    for (Expr expr : List.of(nest.init(), nest.term(), nest.result())) {
      if (Expressions.looksUp(expr, array)) {
        return Optional.empty();
      }
    }
    Reach reach = new Reach(nest);
    List<Optional<Interval>> all = new ArrayList<>();
    reach.loads(nest.init(), array).forEach(at -> all.add(reach.values(at, List.of())));
    reach.loads(nest.result(), array).forEach(at -> all.add(reach.values(at, List.of())));
    reach.loads(nest.term(), array).forEach(at -> all.add(reach.values(at, nest.bounds())));
    return all.stream().allMatch(Optional::isPresent)
        ? all.stream().map(Optional::get).reduce(Interval::union)
        : Optional.empty();
  }

  /** From the first element that is written to the last. */
  public static Interval written(Nest nest) {
    return new Reach(nest).values(nest.at(), List.of()).orElseThrow();
  }

  /** What an index within the nest can be. */
  static Interval values(Nest nest, Affine at) {
    return new Reach(nest).values(at, List.of()).orElseThrow();
  }

  private List<Affine> loads(Expr expr, Buffer array) {
    return Expressions.loads(expr).stream()
        .filter(load -> load.buffer().equals(array))
        .map(Expr.Load::at)
        .toList();
  }

  /** What an index can be where the bounds hold; nothing where they share axes or never hold. */
  private Optional<Interval> values(Affine at, List<Bound> bounds) {
    Interval sum = Interval.of(at.base());
    Set<Axis> seen = new HashSet<>();
    for (Bound bound : bounds) {
      List<Axis> own = axes.stream().filter(a -> bound.at().coefficient(a.name()) != 0).toList();
      Optional<Interval> inside = inside(at, bound, own);
      if (inside.isEmpty() || !own.stream().allMatch(seen::add)) {
        return Optional.empty();
      }
      sum = sum.plus(inside.get());
    }
    for (Axis axis : axes) {
      if (!seen.contains(axis)) {
        long last = at.coefficient(axis.name()) * (axis.extent() - 1L);
        sum = sum.plus(new Interval(Math.min(0, last), Math.max(0, last)));
      }
    }
    return Optional.of(sum);
  }

  /** What a bound's axes add to the index where the bound holds. */
  private static Optional<Interval> inside(Affine at, Bound bound, List<Axis> axes) {
    Optional<Interval> all = Optional.empty();
    int[] point = new int[axes.size()];
    do {
      long test = bound.at().base();
      long index = 0;
      for (int i = 0; i < point.length; i++) {
        test += bound.at().coefficient(axes.get(i).name()) * point[i];
        index += at.coefficient(axes.get(i).name()) * point[i];
      }
      if (test >= 0 && test < bound.extent()) {
        Interval one = Interval.of(index);
        all = Optional.of(all.map(one::union).orElse(one));
      }
    } while (next(point, axes));
    return all;
  }

  private static boolean next(int[] point, List<Axis> axes) {
    for (int i = point.length - 1; i >= 0; i--) {
      if (++point[i] < axes.get(i).extent()) {
        return true;
      }
      point[i] = 0;
    }
    return false;
  }
}
