package dev.thimble.quantize.reference;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Window;
import java.util.Arrays;
import java.util.Map;

/** Pooling and reductions. */
final class WindowEvaluator {
  private final Node node;
  private final Arithmetic rule;
  private final Shape shape;
  private final Shape outShape;
  private final long[] x;

  WindowEvaluator(Graph graph, Node node, Map<String, long[]> values) {
    this.node = node;
    this.rule = node.arithmetic().orElseThrow();
    this.shape = graph.in(node, 0).shape();
    this.outShape = graph.out(node).shape();
    this.x = values.get(node.inputs().get(0));
  }

  long[] evaluate() {
    return node.operator() instanceof Pool2d pool
        ? pooled(pool)
        : reduced((Reduce) node.operator());
  }

  private long[] pooled(Pool2d pool) {
    Arithmetic.Range range = ((Arithmetic.Pooled) rule).output();
    Window window = over(pool);
    int channels = shape.extent(-1);
    long[] result = new long[outShape.size()];
    for (int i = 0; i < result.length; i++) {
      int row = i / channels / window.outWidth() % window.outHeight();
      int column = i / channels % window.outWidth();
      long sum = 0;
      long largest = Long.MIN_VALUE;
      int count = 0;
      for (int ky = 0; ky < pool.kernelHeight(); ky++) {
        for (int kx = 0; kx < pool.kernelWidth(); kx++) {
          int y = row * window.strideHeight() - window.padTop() + ky;
          int at = column * window.strideWidth() - window.padLeft() + kx;
          if (y >= 0 && y < shape.extent(-3) && at >= 0 && at < shape.extent(-2)) {
            int picture = i / channels / window.outWidth() / window.outHeight();
            int pixel = (picture * shape.extent(-3) + y) * shape.extent(-2) + at;
            sum += x[pixel * channels + i % channels];
            largest = Math.max(largest, x[pixel * channels + i % channels]);
            count++;
          }
        }
      }
      long mean = sum >= 0 ? (sum + count / 2) / count : (sum - count / 2) / count;
      long pooled = pool.kind() == Pool2d.Kind.MAX ? largest : mean;
      result[i] = Math.max(range.low(), Math.min(range.high(), pooled));
    }
    return result;
  }

  private Window over(Pool2d pool) {
    try {
      return pool.window()
          .over(shape.extent(-3), shape.extent(-2), pool.kernelHeight(), pool.kernelWidth());
    } catch (ShapeException e) {
      throw new IllegalStateException(e);
    }
  }

  private long[] reduced(Reduce reduce) {
    long[] result = new long[outShape.size()];
    boolean max = reduce.kind() == Reduce.Kind.MAX;
    boolean min = reduce.kind() == Reduce.Kind.MIN;
    Arrays.fill(result, max ? Long.MIN_VALUE : min ? Long.MAX_VALUE : 0);
    for (int i = 0; i < x.length; i++) {
      int out = 0;
      for (int axis = 0; axis < shape.rank(); axis++) {
        if (!reduce.axes().contains(axis)) {
          out = out * shape.extent(axis) + i / shape.stride(axis) % shape.extent(axis);
        }
      }
      if (rule instanceof Arithmetic.Scaled scaled) {
        result[out] += x[i] - scaled.inputZeroPoint();
      } else {
        result[out] = max ? Math.max(result[out], x[i]) : Math.min(result[out], x[i]);
      }
    }
    if (rule instanceof Arithmetic.Scaled scaled) {
      Arrays.setAll(result, i -> Rounded.scaled(scaled, 0, result[i]));
    }
    return result;
  }
}
