package dev.thimble.kernel.sums;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Bound;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
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
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A kernel that is one nest of the largest, the smallest, or the sum of neighbouring bytes or words
 * of each channel: pooling, and means, sums and extremes over all axes but the last.
 *
 * @param input what is read
 * @param output what is written, one element after the other
 * @param channels elements side by side, each with a fold of its own
 * @param op MAX, MIN or ADD
 * @param forms how a sum of so many inputs becomes an output, all with the same shift: one form, or
 *     several where some positions have fewer inputs; empty for extremes and words
 * @param mean whether sums are those of words, and are divided by the number of inputs, halves
 *     rounded away from zero
 * @param limits outputs are brought between these
 */
public record WindowFold(
    Buffer input,
    Buffer output,
    List<Axis> positions,
    List<Axis> taps,
    Affine at,
    List<Bound> bounds,
    int channels,
    Expr.Op op,
    SortedMap<Integer, LinearForm> forms,
    boolean mean,
    Interval limits)
    implements Windowed {
  /** Sums of more values are not looked at. */
  private static final long MOST_SUMS = 1 << 20;

  /** Sums of so many words fit 31 bits with what rounds them. */
  private static final int MOST_WORDS = (1 << 15) - 1;

  @Override
  public boolean ownInputs() {
    return true;
  }

  /** Whether the largest or the smallest input is the result, not the sum. */
  public boolean isExtreme() {
    return op != Expr.Op.ADD;
  }

  /** Its positions and taps by lines. */
  public Optional<Borders> borders() {
    return tapCount() == 1 && bounds.isEmpty() ? Borders.ofOneInput(this) : Borders.of(this);
  }

  /** One of the forms of sums. */
  public LinearForm form() {
    return forms.values().iterator().next();
  }

  /** What a fold begins with: what no input is beyond, or 0. */
  public long start() {
    return switch (op) {
      case MAX -> input.element().range().low();
      case MIN -> input.element().range().high();
      default -> 0;
    };
  }

  /** How many inputs are folded at most. */
  public int tapCount() {
    return taps.stream().mapToInt(Axis::extent).reduce(1, Math::multiplyExact);
  }

  /** Bytes of an element. */
  public int unit() {
    return input.element().bytes();
  }

  /** The kernel seen so, if it is one over bytes. */
  public static Optional<WindowFold> of(Kernel kernel) {
    return ofBytesOrWords(kernel).filter(fold -> fold.unit() == 1);
  }

  /** The kernel seen so, if it is one. */
  public static Optional<WindowFold> ofBytesOrWords(Kernel kernel) {
    if (!(kernel.body() instanceof Stmt.Do only)
        || kernel.inputs().size() != 1
        || kernel.outputs().size() != 1
        || !kernel.scratch().isEmpty()
        || only.nest().reduce().isEmpty()) {
      return Optional.empty();
    }
    Nest nest = only.nest();
    Buffer input = kernel.inputs().get(0);
    Buffer output = kernel.outputs().get(0);
    Optional<Expr.Load> load = load(nest.term());
    boolean alike =
        (input.element().bytes() == 1 || input.element() == Element.I16)
            && input.element() == output.element()
            && nest.inOrder()
            && nest.target().equals(output);
    if (!alike || load.isEmpty() || !load.get().buffer().equals(input)) {
      return Optional.empty();
    }
    List<Axis> positions = new ArrayList<>(nest.out());
    int channels = 1;
    if (!positions.isEmpty() && isChannel(nest, load.get(), positions.get(positions.size() - 1))) {
      channels = positions.remove(positions.size() - 1).extent();
    }
    Affine at = load.get().at();
    WindowFold fold =
        new WindowFold(
            input,
            output,
            List.copyOf(positions),
            nest.reduce(),
            at,
            nest.bounds(),
            channels,
            nest.op(),
            new TreeMap<>(),
            false,
            output.element().range());
    return fold.within().flatMap(f -> f.found(nest));
  }

  private Optional<WindowFold> found(Nest nest) {
    if (nest.op() != Expr.Op.ADD) {
      return extreme(nest);
    }
    return unit() == 1
        ? sum(nest)
        : Average.limits(nest, limits)
            .filter(found -> tapCount() <= MOST_WORDS)
            .map(found -> with(forms, true, found));
  }

  /** The array's element that a term is, or is but for a constant. */
  private static Optional<Expr.Load> load(Expr term) {
    if (term instanceof Expr.Bin bin
        && (bin.op() == Expr.Op.ADD || bin.op() == Expr.Op.SUB)
        && bin.right() instanceof Expr.Int) {
      return load(bin.left());
    }
    return term instanceof Expr.Load load ? Optional.of(load) : Optional.empty();
  }

  private static boolean isFree(Bound bound, Axis axis) {
    return bound.at().coefficient(axis.name()) == 0;
  }

  private static boolean isChannel(Nest nest, Expr.Load load, Axis axis) {
    return load.at().coefficient(axis.name()) == 1
        && nest.bounds().stream().allMatch(bound -> isFree(bound, axis));
  }

  /**
   * The same without bounds that do not depend on the position, and with taps as {@link #merged};
   * empty if nothing is left.
   */
  private Optional<WindowFold> within() {
    List<Axis> some = new ArrayList<>(taps);
    List<Bound> others = new ArrayList<>(bounds);
    Affine from = at;
    for (Bound bound : bounds) {
      for (int i = 0; i < taps.size(); i++) {
        Axis tap = taps.get(i);
        if (!isFree(bound, tap) && bound.at().isOf(tap.name())) {
          List<Integer> inside = inside(bound, tap);
          if (inside.isEmpty() || bounds.stream().filter(b -> !isFree(b, tap)).count() > 1) {
            return Optional.empty();
          }
          some.set(i, new Axis(tap.name(), inside.size()));
          from = from.plus(at.coefficient(tap.name()) * inside.get(0));
          others.remove(bound);
        }
      }
    }
    List<Axis> all = merged(some, at, others);
    return Optional.of(
        new WindowFold(
            input, output, positions, all, from, others, channels, op, forms, false, limits));
  }

  /** The taps that count where only they are bounded: neighbours. */
  private static List<Integer> inside(Bound bound, Axis taps) {
    long step = bound.at().coefficient(taps.name());
    return IntStream.range(0, taps.extent())
        .filter(tap -> bound.at().base() + step * tap >= 0)
        .filter(tap -> bound.at().base() + step * tap < bound.extent())
        .boxed()
        .toList();
  }

  /** Axes without borders, one of which goes on where the other ends, are one. */
  private static List<Axis> merged(List<Axis> taps, Affine at, List<Bound> bounds) {
    List<Axis> merged = new ArrayList<>();
    for (Axis axis : taps) {
      Axis before = merged.isEmpty() ? axis : merged.get(merged.size() - 1);
      boolean free = bounds.stream().allMatch(b -> isFree(b, before) && isFree(b, axis));
      long length = axis.extent() * at.coefficient(axis.name());
      if (!merged.isEmpty() && free && at.coefficient(before.name()) == length) {
        merged.remove(merged.size() - 1);
        merged.add(new Axis(axis.name(), before.extent() * axis.extent()));
      } else {
        merged.add(axis);
      }
    }
    return List.copyOf(merged);
  }

  private Optional<WindowFold> extreme(Nest nest) {
    Interval found = limits;
    Expr rest = nest.result();
    while (rest instanceof Expr.Clamp clamp) {
      found = found.clamp(clamp.low(), clamp.high());
      rest = clamp.value();
    }
    boolean plain =
        nest.term() instanceof Expr.Load
            && rest.equals(new Expr.Var(Nest.ACC))
            && nest.init().equals(new Expr.Int(start()));
    return plain && (op == Expr.Op.MAX || op == Expr.Op.MIN)
        ? Optional.of(with(forms, false, found))
        : Optional.empty();
  }

  /** Whether sums of words are all divided by the same power of two. */
  public boolean isShifted() {
    return mean && bounds.isEmpty() && tapCount() > 1 && Integer.bitCount(tapCount()) == 1;
  }

  /** A sum whose outputs follow a linear form exactly, one for each number of inputs. */
  private Optional<WindowFold> sum(Nest nest) {
    Interval sums = input.range().times(Interval.of(tapCount()));
    Optional<Borders> borders = borders();
    boolean known =
        Expressions.loads(nest.result()).stream()
            .allMatch(load -> load.buffer().isConstant() && load.at().terms().isEmpty());
    if (!known
        || sums.high() - sums.low() > MOST_SUMS
        || !(nest.init() instanceof Expr.Int)
        || borders.isEmpty()) {
      return Optional.empty();
    }
    SortedSet<Integer> counts = new TreeSet<>();
    for (Borders.Line row : borders.get().rows()) {
      borders.get().columns().forEach(column -> counts.add(row.count() * column.count()));
    }
    List<Means> means = counts.stream().map(count -> Means.of(nest, input, count)).toList();
    Interval range = means.stream().map(Means::range).reduce(Interval::union).orElseThrow();
    return sum(means, output.element().range()).or(() -> sum(means, range));
  }

  private Optional<WindowFold> sum(List<Means> means, Interval found) {
    return LinearForm.of(means.stream().map(m -> m.function(found)).toList())
        .map(
            linear -> {
              SortedMap<Integer, LinearForm> all = new TreeMap<>();
              for (int i = 0; i < linear.size(); i++) {
                all.put(means.get(i).count(), linear.get(i));
              }
              return with(all, false, found);
            });
  }

  /**
   * What sums of so many inputs become.
   *
   * @param sums the sums
   * @param results an output for each of them
   */
  private record Means(int count, Interval sums, long[] results, double slope) {
    private static Means of(Nest nest, Buffer input, int count) {
      Expr acc = new Expr.Var(Nest.ACC);
      Expr result = Expressions.replaceTaps(nest.result(), new Expr.Int(count));
      Interval sums = input.range().times(Interval.of(count));
      long start = ((Expr.Int) nest.init()).value() + count * offset(nest.term());
      long[] accs = LongStream.rangeClosed(sums.low(), sums.high()).map(s -> s + start).toArray();
      return new Means(
          count, sums, Tabulation.of(result, Map.of(acc, accs)), Slope.of(result, acc));
    }

    private Interval range() {
      return LinearForm.range(results);
    }

    private LinearForm.Function function(Interval limits) {
      return new LinearForm.Function(sums, Interval.of(0), results, limits, slope, 0);
    }
  }

  private static long offset(Expr term) {
    if (term instanceof Expr.Bin bin && bin.right() instanceof Expr.Int number) {
      long more = bin.op() == Expr.Op.ADD ? number.value() : -number.value();
      return more + offset(bin.left());
    }
    return 0;
  }

  private WindowFold with(SortedMap<Integer, LinearForm> sums, boolean byTaps, Interval newLimits) {
    return new WindowFold(
        input, output, positions, taps, at, bounds, channels, op, sums, byTaps, newLimits);
  }
}
