package dev.thimble.kernel.bands;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Nest;
import java.util.Map;

/**
 * An array that stands for a part of another one.
 *
 * @param array it
 * @param first the other one's element that is its first
 */
record Placed(Buffer array, int first) {
  /** The nest with other arrays in the place of some. */
  static Nest in(Nest nest, Map<Buffer, Placed> places) {
    Placed target = places.getOrDefault(nest.target(), new Placed(nest.target(), 0));
    return new Nest(
        nest.step(),
        nest.out(),
        nest.reduce(),
        nest.op(),
        in(nest.init(), places),
        in(nest.term(), places),
        nest.bounds(),
        nest.acc(),
        in(nest.result(), places),
        target.array,
        nest.at().plus(-target.first));
  }

  private static Expr in(Expr expr, Map<Buffer, Placed> places) {
    if (expr instanceof Expr.Load load && places.containsKey(load.buffer())) {
      Placed place = places.get(load.buffer());
      return new Expr.Load(place.array, load.at().plus(-place.first));
    }
    return Expressions.map(expr, part -> in(part, places));
  }
}
