package dev.thimble.kernel.sums;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A kernel that makes a byte of two bytes, element by element, by a function that has a linear
 * form: additions and subtractions of two tensors.
 *
 * @param first the one array that is read
 * @param second the other
 * @param output what is written
 * @param form the function
 * @param limits outputs are brought between these
 */
public record PairMap(
    Buffer first, Buffer second, Buffer output, LinearForm form, Interval limits) {
  /** The kernel seen so, if it is one. */
  public static Optional<PairMap> of(Kernel kernel) {
    if (!(kernel.body() instanceof Stmt.Do only)
        || !only.nest().reduce().isEmpty()
        || kernel.inputs().size() != 2
        || kernel.outputs().size() != 1
        || !kernel.scratch().isEmpty()) {
      return Optional.empty();
    }
    Nest nest = only.nest();
    Buffer first = kernel.inputs().get(0);
    Buffer second = kernel.inputs().get(1);
    Buffer output = kernel.outputs().get(0);
    boolean bytes =
        !first.equals(second)
            && first.element() == output.element()
            && second.element() == output.element()
            && output.element().bytes() == 1;
    Expr value = Expressions.replace(nest.result(), Nest.ACC, nest.init());
    return bytes && nest.inOrder() && nest.target().equals(output) && readsAlike(nest, value)
        ? of(value, new Expr.Load(first, nest.at()), new Expr.Load(second, nest.at()), output)
        : Optional.empty();
  }

  /** Whether arrays are read at the output's index, and constants at one place. */
  private static boolean readsAlike(Nest nest, Expr value) {
    List<Expr.Load> loads = Expressions.loads(value);
    return loads.stream()
        .allMatch(
            load ->
                load.buffer().isConstant()
                    ? load.at().terms().isEmpty()
                    : load.at().equals(nest.at()));
  }

  private static Optional<PairMap> of(Expr value, Expr.Load first, Expr.Load second, Buffer out) {
    Interval a = first.buffer().range();
    Interval b = second.buffer().range();
    long width = b.high() - b.low() + 1;
    long rows = (a.high() - a.low() + 1) * width;
    Map<Expr, long[]> columns = new LinkedHashMap<>();
    columns.put(first, LongStream.range(0, rows).map(i -> a.low() + i / width).toArray());
    columns.put(second, LongStream.range(0, rows).map(i -> b.low() + i % width).toArray());
    long[] results = Tabulation.of(value, columns);
    double slopeOfFirst = Slope.of(value, first);
    double slopeOfSecond = Slope.of(value, second);
    for (Interval limits : List.of(out.element().range(), LinearForm.range(results))) {
      Optional<LinearForm> form =
          LinearForm.of(
              new LinearForm.Function(a, b, results, limits, slopeOfFirst, slopeOfSecond));
      if (form.isPresent()) {
        return form.map(f -> new PairMap(first.buffer(), second.buffer(), out, f, limits));
      }
    }
    return Optional.empty();
  }
}
