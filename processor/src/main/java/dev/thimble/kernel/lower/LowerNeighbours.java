package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
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

/**
 * Nearest neighbours: the points pass by one after the other, and the nearest ones so far are kept
 * in order of their distance, so that RAM does not depend on the number of points.
 */
final class LowerNeighbours implements Lowering {
  private static final Interval DISTANCES = new Interval(-Integer.MAX_VALUE, Integer.MAX_VALUE);

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Neighbours operator = (Neighbours) node.operator();
    Shape points = graph.in(node, Neighbours.POINTS).shape();
    int outputs = graph.out(node).shape().size();
    int count = operator.count();
    Buffer nearest = context.scratch("nearest", Element.I32, count, DISTANCES);
    Interval offsets = new Interval(0, (long) (points.extent(0) - 1) * outputs);
    Element offset = Buffer.constant("offset", new long[] {0, offsets.high()}).element();
    Buffer kept = context.scratch("kept", offset, count, offsets);
    Differences differences =
        new Differences(graph, node, context, Neighbours.POINTS, Neighbours.WEIGHTS);
    Stmt distance =
        Stmt.Fold.of(
            "distance",
            List.of(new Axis("k", points.extent(1))),
            Expr.Op.ADD,
            new Expr.Int(0),
            differences.term(operator.metric(), Affine.of("k"), Affine.of("p")));
    Stmt each =
        Stmt.For.of(
            new Axis("p", points.extent(0)),
            Stmt.Seq.of(
                distance,
                Stmt.Let.of("d", new Expr.Var("distance"), DISTANCES),
                Stmt.Let.of("row", new Expr.Index(Affine.of(0).plus("p", outputs)), offsets),
                insert(nearest, kept, count)));
    return Stmt.Seq.of(
        new Stmt.Fill(nearest, Affine.of(0), count, DISTANCES.high()),
        new Stmt.Fill(kept, Affine.of(0), count, 0),
        each,
        new Stmt.Do(votes(graph, node, context, kept, outputs)));
  }

  /** Puts d in its place: from there on each one kept takes the place behind it. */
  private static Stmt insert(Buffer nearest, Buffer kept, int count) {
    Affine n = Affine.of("n");
    Expr known = new Expr.Load(nearest, n);
    Stmt swap =
        Stmt.Seq.of(
            Stmt.Let.of("farther", known),
            Stmt.Let.of("behind", new Expr.Load(kept, n)),
            new Stmt.Store(nearest, n, new Expr.Var("d")),
            new Stmt.Store(kept, n, new Expr.Var("row")),
            new Stmt.Assign("d", new Expr.Var("farther")),
            new Stmt.Assign("row", new Expr.Var("behind")));
    Stmt sorted =
        Stmt.For.of(new Axis("n", count), new Stmt.If(Relation.LT, new Expr.Var("d"), known, swap));
    Expr last = new Expr.Load(nearest, Affine.of(count - 1));
    return new Stmt.If(Relation.LT, new Expr.Var("d"), last, sorted);
  }

  private static Nest votes(Graph graph, Node node, Context context, Buffer kept, int outputs) {
    List<Axis> out = new ArrayList<>();
    Sums.addIfMany(out, "c", outputs);
    Affine c = outputs > 1 ? Affine.of("c") : Affine.of(0);
    Buffer rows = context.constant("rows", graph.in(node, Neighbours.ROWS).integers());
    Expr row = Expr.add(new Expr.Load(kept, Affine.of("n")), new Expr.Index(c));
    return Nest.sum(
        node.name(),
        out,
        List.of(new Axis("n", kept.length())),
        new Expr.Int(0),
        new Expr.Lookup(rows, row),
        List.of(),
        new Expr.Var(Nest.ACC),
        context.output(),
        c);
  }
}
