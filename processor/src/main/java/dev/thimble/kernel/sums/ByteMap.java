package dev.thimble.kernel.sums;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
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
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A kernel that makes a byte of each byte, element by element: changes of scale, activations, and
 * additions of and products with constants, one for all elements or one for each channel.
 *
 * @param input what is read
 * @param output what is written
 * @param results for each channel, the last axis, or last axes, of both arrays, what becomes of
 *     each value in the input's range
 * @param forms the linear forms of all channels with the same shift; none if some have none
 * @param limits results of forms are brought between these
 */
public record ByteMap(
    Buffer input, Buffer output, List<long[]> results, List<LinearForm> forms, Interval limits) {
  private static final int MOST_CHANNELS = 64;

  /** The kernel seen so, if it is one. */
  public static Optional<ByteMap> of(Kernel kernel) {
    if (!(kernel.body() instanceof Stmt.Do only)
        || !only.nest().reduce().isEmpty()
        || kernel.inputs().size() != 1
        || kernel.outputs().size() != 1
        || !kernel.scratch().isEmpty()) {
      return Optional.empty();
    }
    Nest nest = only.nest();
    Buffer input = kernel.inputs().get(0);
    Buffer output = kernel.outputs().get(0);
    Expr.Load read = new Expr.Load(input, nest.at());
    Expr value = Expressions.replace(nest.result(), Nest.ACC, nest.init());
    List<Axis> axes = channelAxes(nest, value);
    int channels = axes.stream().mapToInt(Axis::extent).reduce(1, Math::multiplyExact);
    boolean bytes = input.element().bytes() == 1 && output.element().bytes() == 1;
    boolean plain = nest.inOrder() && nest.target().equals(output) && isOf(value, read);
    return bytes && plain && channels <= MOST_CHANNELS && Expressions.loads(value).contains(read)
        ? Optional.of(of(value, read, output, axes, channels))
        : Optional.empty();
  }

  /** Whether nothing changes: a copy. */
  public boolean isIdentity() {
    long low = input.range().low();
    return results.stream()
        .allMatch(each -> IntStream.range(0, each.length).allMatch(i -> each[i] == low + i));
  }

  private static ByteMap of(
      Expr value, Expr.Load read, Buffer output, List<Axis> axes, int channels) {
    List<Expr> values =
        IntStream.range(0, channels).mapToObj(c -> channel(value, axes, c)).toList();
    Interval range = read.buffer().range();
    long[] inputs = LongStream.rangeClosed(range.low(), range.high()).toArray();
    List<long[]> results =
        values.stream().map(each -> Tabulation.of(each, Map.of(read, inputs))).toList();
    Interval found = results.stream().map(LinearForm::range).reduce(Interval::union).orElseThrow();
    for (Interval limits : List.of(output.element().range(), found)) {
      List<LinearForm.Function> functions = new ArrayList<>();
      for (int c = 0; c < channels; c++) {
        double slope = Slope.of(values.get(c), read);
        functions.add(
            new LinearForm.Function(range, Interval.of(0), results.get(c), limits, slope, 0));
      }
      Optional<List<LinearForm>> forms = LinearForm.of(functions);
      if (forms.isPresent()) {
        return new ByteMap(read.buffer(), output, results, forms.get(), limits);
      }
    }
    return new ByteMap(read.buffer(), output, results, List.of(), found);
  }

  /** The last axes, as many as constants speak of. */
  private static List<Axis> channelAxes(Nest nest, Expr value) {
    List<Affine> places =
        Expressions.loads(value).stream()
            .filter(load -> load.buffer().isConstant())
            .map(Expr.Load::at)
            .toList();
    int first = 0;
    while (first < nest.out().size() && isFree(places, nest.out().get(first))) {
      first++;
    }
    return nest.out().subList(first, nest.out().size());
  }

  private static boolean isFree(List<Affine> places, Axis axis) {
    return places.stream().allMatch(at -> at.coefficient(axis.name()) == 0);
  }

  /** Whether an expression depends on one element and constants only. */
  private static boolean isOf(Expr value, Expr.Load read) {
    if (value instanceof Expr.Load load) {
      return load.equals(read) || load.buffer().isConstant();
    }
    boolean known =
        value instanceof Expr.Int
            || value instanceof Expr.Lookup lookup && lookup.buffer().isConstant()
            || !(value instanceof Expr.Lookup) && !Expressions.parts(value).isEmpty();
    return known && Expressions.parts(value).stream().allMatch(part -> isOf(part, read));
  }

  /** The expression with a channel's constants. */
  private static Expr channel(Expr value, List<Axis> axes, int channel) {
    if (value instanceof Expr.Load load && load.buffer().isConstant()) {
      long at = load.at().base();
      int rest = channel;
      for (int i = axes.size() - 1; i >= 0; i--) {
        at += load.at().coefficient(axes.get(i).name()) * (rest % axes.get(i).extent());
        rest /= axes.get(i).extent();
      }
      return new Expr.Int(load.buffer().values()[(int) at]);
    }
    return Expressions.map(value, part -> channel(part, axes, channel));
  }
}
