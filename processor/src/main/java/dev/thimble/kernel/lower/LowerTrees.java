package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Trees;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Decision trees as tables: first each tree's leaf is found, then the rows of the leaves are added.
 * A leaf is the bitwise complement of its row's first element.
 */
final class LowerTrees implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Trees trees = (Trees) node.operator();
    int outputs = graph.out(node).shape().size();
    Tables tables = new Tables(context, trees, outputs);
    Buffer thresholds = context.constant("thresholds", graph.in(node, Trees.THRESHOLDS).integers());
    Buffer rows = context.constant("rows", graph.in(node, Trees.ROWS).integers());
    Interval children = tables.left.range().union(tables.right.range()).union(tables.roots.range());
    Interval offsets = new Interval(0, Math.max(0, rows.length() - outputs));
    Element offset = Buffer.constant("offset", new long[] {0, offsets.high()}).element();
    Buffer leaves = context.scratch("leaves", offset, trees.roots().size(), offsets);

    Expr at = new Expr.Var("at");
    Expr x = new Expr.Lookup(context.input(0), new Expr.Lookup(tables.features, at));
    Stmt down =
        new Stmt.Assign(
            "at",
            new Expr.Select(
                Relation.LE,
                x,
                new Expr.Lookup(thresholds, at),
                new Expr.Lookup(tables.left, at),
                new Expr.Lookup(tables.right, at)));
    Stmt step = new Stmt.If(Relation.GE, at, new Expr.Int(0), down);
    Affine tree = Affine.of("tree");
    // Every walk takes as many steps as the deepest tree; those at a leaf stay there.
    Expr row = new Expr.Clamp(Expr.sub(new Expr.Int(-1), at), 0, offsets.high());
    Stmt find =
        Stmt.For.of(
            new Axis("tree", trees.roots().size()),
            Stmt.Seq.of(
                Stmt.Let.of("at", new Expr.Load(tables.roots, tree), children),
                Stmt.For.of(new Axis("level", Math.max(1, trees.depth())), step),
                new Stmt.Store(leaves, tree, row)));
    return Stmt.Seq.of(find, new Stmt.Do(sum(node, graph, context, rows, leaves, outputs)));
  }

  private static Nest sum(
      Node node, Graph graph, Context context, Buffer rows, Buffer leaves, int outputs) {
    List<Axis> out = new ArrayList<>();
    Sums.addIfMany(out, "c", outputs);
    Affine c = outputs > 1 ? Affine.of("c") : Affine.of(0);
    Expr leaf = Expr.add(new Expr.Load(leaves, Affine.of("tree")), new Expr.Index(c));
    return Nest.sum(
        node.name(),
        out,
        List.of(new Axis("tree", leaves.length())),
        context.perChannel("base", graph.in(node, Trees.BASE).integers(), c),
        new Expr.Lookup(rows, leaf),
        List.of(),
        new Expr.Var(Nest.ACC),
        context.output(),
        c);
  }

  /** The structure as constants. */
  private static final class Tables {
    private final Buffer features;
    private final Buffer left;
    private final Buffer right;
    private final Buffer roots;

    Tables(Context context, Trees trees, int outputs) {
      features = table(context, "features", trees, Trees.Split::feature);
      left = table(context, "left", trees, split -> child(split.left(), outputs));
      right = table(context, "right", trees, split -> child(split.right(), outputs));
      roots =
          context.constant(
              "roots", trees.roots().stream().mapToLong(root -> child(root, outputs)).toArray());
    }

    private static Buffer table(
        Context context, String role, Trees trees, ToLongFunction<Trees.Split> value) {
      return context.constant(role, trees.splits().stream().mapToLong(value).toArray());
    }

    private static long child(int child, int outputs) {
      return child < 0 ? ~((long) ~child * outputs) : child;
    }
  }
}
