package dev.thimble.importer.classical;

import dev.thimble.TwinBytes;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.quantize.FloatEvaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A classical model in integers beside the same in reals. */
public final class TrainedModel {
  private final TestModel model;
  private final FloatEvaluator reals;
  private final Interpreter interpreter;
  private final boolean least;

  private TrainedModel(TestModel model, Graph reals, boolean least) {
    this.model = model;
    this.reals = new FloatEvaluator(reals);
    this.interpreter = new Interpreter(model.program());
    this.least = least;
  }

  /**
   * A model.
   *
   * @param reals scores from x
   * @param samples to calibrate on
   * @param least whether the smallest score decides
   * @param bits of the features; 0 for what suits them
   */
  public static TrainedModel of(Graph reals, List<float[]> samples, boolean least, int bits)
      throws Problem {
    List<List<float[]>> lists = new ArrayList<>();
    samples.forEach(x -> lists.add(List.of(x)));
    return new TrainedModel(
        TestModel.of(Decided.quantised(reals, lists, least, bits)), reals, least);
  }

  /** The graph and program of integers. */
  public TestModel model() {
    return model;
  }

  /** The integers that stand for features. */
  public long[] integers(float[] x) {
    Value input = model.graph().value("x");
    Quantization q = input.quantized();
    long[] integers = new long[x.length];
    for (int k = 0; k < x.length; k++) {
      Interval range = model.program().inputs().get(0).element().range();
      integers[k] =
          TwinBytes.quantize(x[k], q.scale(k), zero(q, k), (int) range.low(), (int) range.high());
    }
    return integers;
  }

  private static int zero(Quantization q, int k) {
    return q.zeroPoints().get(q.perChannel() ? k : 0);
  }

  /** The features that the integers stand for. */
  public float[] meant(long[] integers) {
    Quantization q = model.graph().value("x").quantized();
    float[] x = new float[integers.length];
    for (int k = 0; k < x.length; k++) {
      x[k] = (float) (q.scale(k) * (integers[k] - zero(q, k)));
    }
    return x;
  }

  /** The label that the integers give. */
  public int label(float[] x) {
    interpreter.run(List.of(integers(x)));
    return (int) interpreter.read(model.program().buffer("label"))[0];
  }

  /** The scores that the integers stand for. */
  public double[] values(float[] x) {
    interpreter.run(List.of(integers(x)));
    Value value = model.graph().value(ClassicalGraph.RESULT);
    long[] integers = interpreter.read(model.program().buffer(ClassicalGraph.RESULT));
    double[] reals = new double[integers.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = value.quantized().scale() * (integers[i] - value.quantized().zeroPoint());
    }
    return reals;
  }

  /** The label in reals. */
  public int realLabel(float[] x) {
    float[] scores = scores(x);
    int best = 0;
    for (int c = 1; c < scores.length; c++) {
      boolean better = least ? scores[c] < scores[best] : scores[c] > scores[best];
      best = better ? c : best;
    }
    return best;
  }

  /**
   * By how much the reals decide: what the best score is better than the next, as a share of their
   * size.
   */
  public double margin(float[] x) {
    float[] scores = scores(x).clone();
    Arrays.sort(scores);
    int last = scores.length - 1;
    double off = least ? scores[1] - scores[0] : scores[last] - scores[last - 1];
    double size =
        Math.max(Math.abs(scores[least ? 1 : last]), Math.abs(scores[least ? 0 : last - 1]));
    return size == 0 ? 0 : off / size;
  }

  /** The scores in reals. */
  public float[] scores(float[] x) {
    return reals.evaluate(List.of(x)).getOrDefault(ClassicalGraph.RESULT, new float[0]);
  }

  /** Bits of a feature. */
  public int bits() {
    return model.program().inputs().get(0).element() == Element.I8 ? 8 : 16;
  }
}
