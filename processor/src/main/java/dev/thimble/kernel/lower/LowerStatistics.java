package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Statistics;
import dev.thimble.graph.Statistics.Measure;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One channel after the other, each measure from what it needs and no more; then the pairs. */
final class LowerStatistics implements Lowering {
  private static final String CHANNEL = "channel";

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Statistics statistics = (Statistics) node.operator();
    return new Lowered(statistics, graph.in(node, 0).shape().extent(0), context).all();
  }

  private static final class Lowered {
    private final Set<Measure> wanted;
    private final List<Measure> ofChannel;
    private final int rows;
    private final int channels;
    private final Context context;
    private final Axis samples;
    private final Spread spread;

    Lowered(Statistics statistics, int rows, Context context) {
      this.wanted = EnumSet.copyOf(statistics.measures());
      this.ofChannel = statistics.ofChannel();
      this.rows = rows;
      this.channels = context.input(0).length() / rows;
      this.context = context;
      this.samples = new Axis("i", rows);
      this.spread = new Spread("spread", rows);
    }

    private boolean any(Measure... measures) {
      return List.of(measures).stream().anyMatch(wanted::contains);
    }

    private Expr x(long later) {
      Affine at = Affine.of("i").plus(later);
      Affine scaled = Affine.of(later * channels).plus("i", channels).plus(CHANNEL, 1);
      return new Expr.Load(context.input(0), channels == 1 ? at.plus(CHANNEL, 1) : scaled);
    }

    Stmt all() {
      List<Stmt> body = new ArrayList<>();
      boolean correlates = wanted.contains(Measure.CORRELATION);
      StandardisedMoments moments = new StandardisedMoments(context, spread, rows, channels);
      boolean standardised = any(Measure.SKEW, Measure.KURTOSIS) || correlates;
      boolean spreads = standardised || any(Measure.VARIANCE, Measure.DEVIATION);
      boolean mean = spreads || any(Measure.MEAN, Measure.ZERO_CROSSINGS);
      boolean extremes =
          spreads || any(Measure.MINIMUM, Measure.MAXIMUM, Measure.PEAK_TO_PEAK, Measure.RMS);
      if (mean) {
        body.addAll(mean());
      }
      if (extremes) {
        body.add(fold("low", samples, Op.MIN, new Expr.Int(Short.MAX_VALUE), x(0)));
        body.add(fold("high", samples, Op.MAX, new Expr.Int(Short.MIN_VALUE), x(0)));
      }
      if (spreads) {
        Expr centre = new Expr.Var("mean");
        Expr largest =
            Expr.bin(
                Op.MAX,
                Expr.sub(new Expr.Var("high"), centre),
                Expr.sub(centre, new Expr.Var("low")));
        body.addAll(spread.of(x(0), centre, largest));
      }
      if (standardised) {
        body.addAll(moments.standardise(correlates));
      }
      if (any(Measure.SKEW, Measure.KURTOSIS)) {
        body.addAll(moments.higher(x(0)));
      }
      for (int i = 0; i < ofChannel.size(); i++) {
        body.addAll(measure(ofChannel.get(i)));
        Affine at = Affine.of(i).plus(CHANNEL, ofChannel.size());
        body.add(new Stmt.Store(context.output(), at, result(ofChannel.get(i))));
      }
      Stmt each = Stmt.For.of(new Axis(CHANNEL, channels), new Stmt.Seq(body));
      int behind = channels * ofChannel.size();
      return correlates ? Stmt.Seq.of(each, moments.correlations(behind)) : each;
    }

    private List<Stmt> mean() {
      Expr sum = new Expr.Var("sum");
      Expr half = new Expr.Int(rows / 2);
      Expr away =
          new Expr.Select(
              Relation.LT, sum, new Expr.Int(0), Expr.sub(sum, half), Expr.add(sum, half));
      Expr mean = Expr.bin(Op.DIV, away, new Expr.Int(rows));
      return List.of(
          fold("sum", samples, Op.ADD, new Expr.Int(0), x(0)),
          Stmt.Let.of("mean", new Expr.Clamp(mean, Short.MIN_VALUE, Short.MAX_VALUE)));
    }

    private static Stmt fold(String name, Axis axis, Op op, Expr init, Expr term) {
      return Stmt.Fold.of(name, List.of(axis), op, init, term);
    }

    /** What a measure needs beside what is there. */
    private List<Stmt> measure(Measure measure) {
      Axis neighbours = new Axis("i", rows - 1);
      if (measure == Measure.ZERO_CROSSINGS) {
        Expr differs =
            new Expr.Select(
                Relation.EQ, above(x(0)), above(x(1)), new Expr.Int(0), new Expr.Int(1));
        return List.of(fold("crossings", neighbours, Op.ADD, new Expr.Int(0), differs));
      } else if (measure == Measure.JERK) {
        Expr step = Expr.sub(x(1), x(0));
        Expr size = Expr.bin(Op.MAX, step, Expr.sub(x(0), x(1)));
        return List.of(fold("steps", neighbours, Op.ADD, new Expr.Int((rows - 1) / 2), size));
      } else if (measure == Measure.RMS) {
        Expr low = Expr.sub(new Expr.Int(0), new Expr.Var("low"));
        return new Spread("level", rows)
            .of(x(0), new Expr.Int(0), Expr.bin(Op.MAX, new Expr.Var("high"), low));
      }
      return List.of();
    }

    private static Expr above(Expr x) {
      return new Expr.Select(
          Relation.GE, x, new Expr.Var("mean"), new Expr.Int(1), new Expr.Int(0));
    }

    private Expr result(Measure measure) {
      return switch (measure) {
        case MEAN -> new Expr.Var("mean");
        case VARIANCE -> spread.variance();
        case DEVIATION -> spread.deviation();
        case RMS -> new Spread("level", rows).deviation();
        case MINIMUM -> new Expr.Var("low");
        case MAXIMUM -> new Expr.Var("high");
        case PEAK_TO_PEAK -> Expr.sub(new Expr.Var("high"), new Expr.Var("low"));
        case ZERO_CROSSINGS -> new Expr.Var("crossings");
        case JERK -> Expr.bin(Op.DIV, new Expr.Var("steps"), new Expr.Int(rows - 1L));
        case SKEW -> StandardisedMoments.mean(new Expr.Var("cubes"), rows);
        case KURTOSIS -> StandardisedMoments.mean(new Expr.Var("fourths"), rows);
        case CORRELATION -> throw new IllegalArgumentException("not of one channel");
      };
    }
  }
}
