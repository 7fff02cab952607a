package dev.thimble.kernel.sums;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.Optional;

/**
 * A kernel that adds up the rows of the leaves that decision trees reach.
 *
 * @param input the features
 * @param output the sums
 * @param roots of each tree: a split, or the complement of a row's first element
 * @param features of each split
 * @param thresholds of each split: at most this goes left
 * @param left child of each split, as roots
 * @param right child of each split
 * @param rows of all leaves, one behind the other
 * @param base what each sum starts with
 */
public record TreeSums(
    Buffer input,
    Buffer output,
    long[] roots,
    long[] features,
    long[] thresholds,
    long[] left,
    long[] right,
    long[] rows,
    long[] base) {
  /** The kernel seen so, if it is one. */
  public static Optional<TreeSums> of(Kernel kernel) {
    boolean found =
        kernel.body() instanceof Stmt.Seq seq
            && seq.body().size() == 2
            && seq.body().get(0) instanceof Stmt.For
            && seq.body().get(1) instanceof Stmt.Do
            && kernel.inputs().size() == 1
            && kernel.outputs().size() == 1;
    if (!found) {
      return Optional.empty();
    }
    Stmt.Seq seq = (Stmt.Seq) kernel.body();
    return walk((Stmt.For) seq.body().get(0))
        .flatMap(walk -> sums(kernel, walk, ((Stmt.Do) seq.body().get(1)).nest()));
  }

  /** Where a walk starts, and how it goes down. */
  private record Walk(Buffer roots, Expr.Select down) {}

  private static Optional<Walk> walk(Stmt.For trees) {
    if (trees.body() instanceof Stmt.Seq each
        && each.body().size() == 3
        && each.body().get(0) instanceof Stmt.Let at
        && at.value() instanceof Expr.Load roots
        && each.body().get(1) instanceof Stmt.For levels
        && levels.body() instanceof Stmt.If step
        && step.then() instanceof Stmt.Assign down
        && down.value() instanceof Expr.Select select
        && select.relation() == Expr.Relation.LE) {
      return Optional.of(new Walk(roots.buffer(), select));
    }
    return Optional.empty();
  }

  private static Optional<TreeSums> sums(Kernel kernel, Walk walk, Nest nest) {
    Expr.Select down = walk.down;
    boolean tables =
        down.left() instanceof Expr.Lookup x
            && x.buffer().equals(kernel.inputs().get(0))
            && x.at() instanceof Expr.Lookup
            && down.right() instanceof Expr.Lookup
            && down.then() instanceof Expr.Lookup
            && down.otherwise() instanceof Expr.Lookup
            && nest.term() instanceof Expr.Lookup;
    if (!tables) {
      return Optional.empty();
    }
    Buffer output = kernel.outputs().get(0);
    long[] base = new long[output.length()];
    for (int c = 0; c < base.length; c++) {
      if (nest.init() instanceof Expr.Int number) {
        base[c] = number.value();
      } else if (nest.init() instanceof Expr.Load load && load.buffer().isConstant()) {
        base[c] = load.buffer().values()[c];
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(
        new TreeSums(
            kernel.inputs().get(0),
            output,
            walk.roots.values(),
            table(((Expr.Lookup) down.left()).at()),
            table(down.right()),
            table(down.then()),
            table(down.otherwise()),
            table(nest.term()),
            base));
  }

  private static long[] table(Expr lookup) {
    return ((Expr.Lookup) lookup).buffer().values();
  }

  /** What a leaf adds to a sum. */
  public long row(long leaf, int output) {
    return rows[Math.toIntExact(~leaf) + output];
  }
}
