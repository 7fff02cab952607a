package dev.thimble.kernel;

import java.util.List;

/**
 * The one structured node: for each point of {@code out}, {@code acc = init}; for each point of
 * {@code reduce} inside the bounds {@code acc = acc op term}; then {@code target[at] = result},
 * where the result speaks of {@link #ACC}.
 *
 * <p>A convolution, a dense layer, a pooling, an addition and a copy are all nests; a nest without
 * reduction axes stores the result of {@code init}. Variables that no axis names are free: bound by
 * loops around the nest.
 *
 * @param step name of the node that it computes
 * @param out axes of the result, outermost first
 * @param reduce axes that are folded, outermost first
 * @param op how terms are folded: ADD, MAX or MIN
 * @param init the accumulator before the first term
 * @param term one term
 * @param bounds where terms count
 * @param acc the accumulator's type, narrowed by {@link Ranges}
 * @param result what is stored, a function of the accumulator
 * @param target where it is stored
 * @param at the index it is stored at
 */
public record Nest(
    String step,
    List<Axis> out,
    List<Axis> reduce,
    Expr.Op op,
    Expr init,
    Expr term,
    List<Bound> bounds,
    Element acc,
    Expr result,
    Buffer target,
    Affine at) {
  /** Name of the accumulator. */
  public static final String ACC = "acc";

  /** Copies the lists. */
  public Nest {
    out = List.copyOf(out);
    reduce = List.copyOf(reduce);
    bounds = List.copyOf(bounds);
  }

  /** A sum of terms, not yet typed. */
  public static Nest sum(
      String step,
      List<Axis> out,
      List<Axis> reduce,
      Expr init,
      Expr term,
      List<Bound> bounds,
      Expr result,
      Buffer target,
      Affine at) {
    return new Nest(
        step, out, reduce, Expr.Op.ADD, init, term, bounds, Element.I64, result, target, at);
  }

  /** A value for each point, without a reduction. */
  public static Nest map(String step, List<Axis> out, Expr value, Buffer target, Affine at) {
    return new Nest(
        step,
        out,
        List.of(),
        Expr.Op.ADD,
        value,
        new Expr.Int(0),
        List.of(),
        Element.I64,
        new Expr.Var(ACC),
        target,
        at);
  }

  /** The same nest with other bounds. */
  public Nest within(List<Bound> others) {
    return new Nest(step, out, reduce, op, init, term, others, acc, result, target, at);
  }

  /** Number of terms, bounds not counted. */
  public long terms() {
    long product = 1;
    for (Axis axis : out) {
      product *= axis.extent();
    }
    for (Axis axis : reduce) {
      product *= axis.extent();
    }
    return product;
  }

  /** Whether the outputs are written one after the other, from the first to the last. */
  public boolean inOrder() {
    long stride = 1;
    for (int i = out.size() - 1; i >= 0; i--) {
      Axis axis = out.get(i);
      if (at.coefficient(axis.name()) != stride) {
        return false;
      }
      stride *= axis.extent();
    }
    return at.base() == 0 && stride == target.length();
  }
}
