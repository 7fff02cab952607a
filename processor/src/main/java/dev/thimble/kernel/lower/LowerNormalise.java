package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Normalise;
import dev.thimble.graph.Normalise.Feature;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Less the centre, shifted, times a ratio: constants of each feature. */
final class LowerNormalise implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    List<Feature> features = ((Normalise) node.operator()).features();
    int rows = context.output().length() / features.size();
    List<Axis> axes = new ArrayList<>();
    Sums.addIfMany(axes, "row", rows);
    Sums.addIfMany(axes, "f", features.size());
    Affine feature = features.size() > 1 ? Affine.of("f") : Affine.of(0);
    Affine at = rows > 1 ? feature.plus("row", features.size()) : feature;
    Expr x = new Expr.Load(context.input(0), at);
    Expr centred =
        Expr.sub(x, context.perChannel("centres", data(features, Feature::centre), feature));
    long[] shifts = data(features, Feature::preShift);
    Expr shifted = Expr.bin(Op.SHR, centred, context.perChannel("shifts", shifts, feature));
    Expr product =
        Expr.requantise(
            new Expr.Clamp(shifted, Short.MIN_VALUE, Short.MAX_VALUE),
            context.perChannel("factors", data(features, Feature::multiplier), feature),
            context.perChannel("scales", data(features, Feature::shift), feature),
            Rounding.SINGLE);
    Expr result = new Expr.Clamp(product, Byte.MIN_VALUE, Byte.MAX_VALUE);
    return new Stmt.Do(Nest.map(node.name(), axes, result, context.output(), at));
  }

  private static long[] data(List<Feature> features, ToLongFunction<Feature> of) {
    return features.stream().mapToLong(of).toArray();
  }
}
