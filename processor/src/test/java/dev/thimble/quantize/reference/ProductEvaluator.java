package dev.thimble.quantize.reference;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.TransposeConv2d;
import dev.thimble.graph.Window;
import dev.thimble.graph.WindowSpec;
import java.util.Map;

/** Convolutions and dense layers, one multiplication at a time. */
final class ProductEvaluator {
  private final Node node;
  private final Arithmetic.Scaled rule;
  private final Shape shape;
  private final Shape weightShape;
  private final Shape outShape;
  private final long[] x;
  private final long[] weights;
  private final long[] bias;

  ProductEvaluator(Graph graph, Node node, Map<String, long[]> values) {
    this.node = node;
    this.rule = (Arithmetic.Scaled) node.arithmetic().orElseThrow();
    this.shape = graph.in(node, 0).shape();
    this.weightShape = graph.in(node, 1).shape();
    this.outShape = graph.out(node).shape();
    this.x = values.get(node.inputs().get(0));
    this.weights = values.get(node.inputs().get(1));
    this.bias =
        node.inputs().size() > 2 ? values.get(node.inputs().get(2)) : new long[outShape.extent(-1)];
  }

  long[] evaluate() {
    if (node.operator() instanceof Conv2d conv) {
      return windows(conv.window(), weightShape.extent(1), weightShape.extent(2));
    } else if (node.operator() instanceof DepthwiseConv2d depthwise) {
      return windows(depthwise.window(), weightShape.extent(0), weightShape.extent(1));
    } else if (node.operator() instanceof TransposeConv2d transposed) {
      return spread(transposed);
    } else if (node.operator() instanceof Dense) {
      return dense();
    }
    throw new UnsupportedOperationException(node.toString());
  }

  private long[] dense() {
    int outputs = weightShape.extent(0);
    int inputs = weightShape.extent(1);
    long[] result = new long[outShape.size()];
    for (int i = 0; i < result.length; i++) {
      int channel = i % outputs;
      long sum = bias[channel];
      for (int k = 0; k < inputs; k++) {
        sum += product(i / outputs * inputs + k, channel * inputs + k);
      }
      result[i] = Rounded.scaled(rule, channel, sum);
    }
    return result;
  }

  private long product(int input, int weight) {
    return (x[input] - rule.inputZeroPoint()) * (weights[weight] - rule.weightZeroPoint());
  }

  private long[] windows(WindowSpec spec, int kernelHeight, int kernelWidth) {
    Window window = over(spec, kernelHeight, kernelWidth);
    int channels = outShape.extent(-1);
    long[] result = new long[outShape.size()];
    for (int i = 0; i < result.length; i++) {
      int channel = i % channels;
      int column = i / channels % window.outWidth();
      int row = i / channels / window.outWidth() % window.outHeight();
      int picture = i / channels / window.outWidth() / window.outHeight();
      long sum = bias[channel];
      for (int ky = 0; ky < kernelHeight; ky++) {
        for (int kx = 0; kx < kernelWidth; kx++) {
          int y = row * window.strideHeight() - window.padTop() + ky * window.dilationHeight();
          int at = column * window.strideWidth() - window.padLeft() + kx * window.dilationWidth();
          if (y >= 0 && y < shape.extent(-3) && at >= 0 && at < shape.extent(-2)) {
            int pixel = (picture * shape.extent(-3) + y) * shape.extent(-2) + at;
            sum += tap(pixel, ky * kernelWidth + kx, channel);
          }
        }
      }
      result[i] = Rounded.scaled(rule, channel, sum);
    }
    return result;
  }

  private long[] spread(TransposeConv2d transposed) {
    int channels = outShape.extent(-1);
    long[] sums = new long[outShape.size()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = bias[i % channels];
    }
    int taps = weightShape.extent(1) * weightShape.extent(2);
    for (int pixel = 0; pixel < x.length / shape.extent(-1); pixel++) {
      for (int tap = 0; tap < taps; tap++) {
        int y =
            pixel / shape.extent(-2) % shape.extent(-3) * transposed.strideHeight()
                - transposed.padTop()
                + tap / weightShape.extent(2);
        int at =
            pixel % shape.extent(-2) * transposed.strideWidth()
                - transposed.padLeft()
                + tap % weightShape.extent(2);
        for (int o = 0; o < channels; o++) {
          if (y >= 0 && y < outShape.extent(-3) && at >= 0 && at < outShape.extent(-2)) {
            for (int c = 0; c < shape.extent(-1); c++) {
              int picture = pixel / shape.extent(-2) / shape.extent(-3);
              int target = (picture * outShape.extent(-3) + y) * outShape.extent(-2) + at;
              sums[target * channels + o] +=
                  product(pixel * shape.extent(-1) + c, (o * taps + tap) * shape.extent(-1) + c);
            }
          }
        }
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Rounded.scaled(rule, i % channels, sums[i]);
    }
    return sums;
  }

  private long tap(int pixel, int tap, int channel) {
    int in = shape.extent(-1);
    int out = outShape.extent(-1);
    if (node.operator() instanceof DepthwiseConv2d) {
      return product(pixel * in + channel / (out / in), tap * out + channel);
    }
    int taps = weightShape.extent(1) * weightShape.extent(2);
    int own = weightShape.extent(3);
    int first = channel / (out / (in / own)) * own;
    long sum = 0;
    for (int c = 0; c < own; c++) {
      sum += product(pixel * in + first + c, (channel * taps + tap) * own + c);
    }
    return sum;
  }

  private Window over(WindowSpec spec, int kernelHeight, int kernelWidth) {
    try {
      return spec.over(shape.extent(-3), shape.extent(-2), kernelHeight, kernelWidth);
    } catch (ShapeException e) {
      throw new IllegalStateException(e);
    }
  }
}
