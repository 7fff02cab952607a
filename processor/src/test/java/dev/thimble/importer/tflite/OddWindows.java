package dev.thimble.importer.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.thimble.importer.tflite.ModelWriter.Scale;
import java.util.Arrays;

/** Sums and extremes over windows, and products of matrices, with odd options. */
final class OddWindows {
  private static final int VALID = 1;

  private final OddModel model;
  private final TensorType stored;

  OddWindows(OddModel model) {
    this(model, TensorType.INT8);
  }

  /** Weights of four bits or of eight. */
  OddWindows(OddModel model, TensorType stored) {
    this.model = model;
    this.stored = stored;
  }

  private int weights(Scale scale, int... shape) {
    int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    boolean small = stored == TensorType.INT4;
    byte[] data = small ? nibbles(count) : model.bytes(count);
    return model.writer().tensor(stored, shape, scale, data);
  }

  private byte[] nibbles(int count) {
    byte[] data = new byte[(count + 1) / 2];
    for (int i = 0; i < count; i++) {
      data[i / 2] |= (byte) ((model.from(-7, 7) & 15) << (i % 2 * 4));
    }
    return data;
  }

  /** Where a window goes: extents, strides and dilations by height and width. */
  private record Window(int padding, int[] extent, int[] stride, int[] dilation, int[] in) {
    int out(int axis) {
      int reach = (extent[axis] - 1) * dilation[axis] + 1;
      int rest = padding == VALID ? in[axis] - reach : in[axis] - 1;
      return rest / stride[axis] + 1;
    }

    int size() {
      return extent[0] * extent[1];
    }
  }

  private Window window(boolean dilated) {
    int[] extent = {model.from(1, 3), model.from(1, 4)};
    int[] dilation = dilated ? new int[] {model.from(1, 2), model.from(1, 3)} : new int[] {1, 1};
    int[] in = {model.from(5, 7), model.from(10, 12)};
    return new Window(
        model.from(0, 1), extent, new int[] {model.from(1, 3), model.from(1, 2)}, dilation, in);
  }

  /** An output scale at which sums of so many products spread over the type. */
  private Scale spread(Scale in, Scale weights, int terms) {
    double weight = stored == TensorType.INT4 ? 4 : 74;
    double sum = in.scales()[0] * weights.scales()[0] * 74 * weight * Math.sqrt(terms);
    double scale = sum / 60 * model.between(0.5, 2);
    return Scale.of(
        model.wide() ? scale * model.between(0.8, 1.5) : scale,
        model.wide() ? 0 : model.from(-128, 127));
  }

  byte[] convolution(boolean depthwise) {
    Window window = window(true);
    int channels = model.from(1, 4);
    int multiplier = depthwise ? model.from(1, 3) : 1;
    int groups = !depthwise && channels % 2 == 0 && model.coin() ? 2 : 1;
    int out = depthwise ? channels * multiplier : groups * model.from(1, 3);
    int[] filter =
        depthwise
            ? new int[] {1, window.extent[0], window.extent[1], out}
            : new int[] {out, window.extent[0], window.extent[1], channels / groups};
    int terms = window.size() * (depthwise ? 1 : channels / groups);
    Scale in = model.scale(0.05);
    Scale weights = model.weightScale(0.01, out, depthwise ? 3 : 0, model.from(0, 3) > 0);
    int batch = model.from(1, 2);
    int x = model.input(in, batch, window.in[0], window.in[1], channels);
    int w = weights(weights, filter);
    Scale result = spread(in, weights, terms);
    double reach = result.scales()[0] * (model.wide() ? 20000 : 60);
    int b = model.bias(reach, in, weights, out, model.wide());
    int y = model.tensor(result, batch, window.out(0), window.out(1), out);
    byte activation = model.activation();
    boolean sums = model.coin();
    ModelWriter.Fields fields =
        o -> {
          strides(o, window);
          int at = 3;
          if (depthwise) {
            o.addInt(at++, multiplier, 0);
          }
          o.addByte(at, activation, 0);
          o.addInt(at + 1, window.dilation[1], 1);
          o.addInt(at + 2, window.dilation[0], 1);
          narrow(o, depthwise ? -1 : at + 3, sums);
        };
    int[] inputs = b < 0 ? new int[] {x, w} : new int[] {x, w, b};
    return model.operator(depthwise ? 4 : 3, depthwise ? 2 : 1, fields, inputs, y).write(y);
  }

  /** Sums of 32 bits where there is no bias. */
  private static void narrow(FlatBufferBuilder options, int field, boolean wanted) {
    if (wanted && field >= 0) {
      options.addByte(field, (byte) TensorType.INT32.ordinal(), 0);
    }
  }

  private static void strides(FlatBufferBuilder options, Window window) {
    options.addByte(0, (byte) window.padding, -1);
    options.addInt(1, window.stride[1], 0);
    options.addInt(2, window.stride[0], 0);
  }

  byte[] transposed() {
    Window window = window(false);
    int channels = model.from(1, 3);
    int out = model.from(1, 3);
    int[] small = {model.from(2, 4), model.from(2, 4)};
    int[] large = new int[2];
    for (int axis = 0; axis < 2; axis++) {
      int stride = window.stride[axis];
      int gap = Math.max(window.extent[axis] - stride, 0);
      large[axis] = small[axis] * stride + (window.padding == VALID ? gap : 0);
    }
    Scale in = model.scale(0.05);
    Scale weights = model.weightScale(0.01, out, 0, model.coin());
    int shape = model.integers(1, large[0], large[1], out);
    int w = weights(weights, out, window.extent[0], window.extent[1], channels);
    int x = model.input(in, 1, small[0], small[1], channels);
    Scale result = spread(in, weights, window.size() * channels);
    int b =
        model.bias(
            result.scales()[0] * (model.wide() ? 20000 : 60), in, weights, out, model.wide());
    int y = model.tensor(result, 1, large[0], large[1], out);
    byte activation = model.activation();
    ModelWriter.Fields fields =
        o -> {
          strides(o, window);
          o.addByte(3, activation, 0);
        };
    int[] inputs = b < 0 ? new int[] {shape, w, x} : new int[] {shape, w, x, b};
    return model.operator(67, 49, fields, inputs, y).write(y);
  }

  byte[] pool(boolean average) {
    Window window = window(false);
    int channels = model.from(1, 3);
    int batch = model.from(1, 2);
    Scale scale = model.scale(0.05);
    int x = model.input(scale, batch, window.in[0], window.in[1], channels);
    int y = model.tensor(scale, batch, window.out(0), window.out(1), channels);
    byte activation = model.activation();
    ModelWriter.Fields fields =
        o -> {
          strides(o, window);
          o.addInt(3, window.extent[1], 0);
          o.addInt(4, window.extent[0], 0);
          o.addByte(5, activation, 0);
        };
    return model.operator(average ? 1 : 17, 5, fields, new int[] {x}, y).write(y);
  }

  byte[] dense() {
    int[] rows = model.shape(1, 3, 3);
    int depth = model.from(1, 9);
    int units = model.from(1, 5);
    boolean kept = rows.length > 1 || model.coin();
    Scale in = model.scale(0.05);
    Scale weights = model.weightScale(0.01, units, 0, model.coin());
    int[] from = Arrays.copyOf(rows, rows.length + 1);
    from[rows.length] = depth;
    int[] to = Arrays.copyOf(rows, rows.length + 1);
    to[rows.length] = units;
    int x = model.input(in, from);
    int w = weights(weights, units, depth);
    Scale result = spread(in, weights, depth);
    double reach = result.scales()[0] * (model.wide() ? 20000 : 60);
    int b = model.bias(reach, in, weights, units, model.wide() && model.coin());
    int y = model.tensor(result, to);
    byte activation = model.activation();
    boolean sums = model.coin();
    ModelWriter.Fields fields =
        o -> {
          o.addByte(0, activation, 0);
          o.addBoolean(2, kept, false);
          narrow(o, 4, sums);
        };
    return model
        .operator(9, 8, fields, b < 0 ? new int[] {x, w, -1} : new int[] {x, w, b}, y)
        .write(y);
  }

  byte[] matMul() {
    int[] batch = model.shape(1, 3, 2);
    boolean left = model.coin();
    boolean right = model.coin();
    int rows = model.from(1, 4);
    int depth = model.from(1, 5);
    int columns = model.from(1, 4);
    Scale in = model.scale(0.05);
    Scale other = model.scale(0.01);
    int[] one = left ? new int[] {depth, rows} : new int[] {rows, depth};
    int[] two = right ? new int[] {columns, depth} : new int[] {depth, columns};
    int x = model.input(in, join(batch, one));
    int z =
        model.coin()
            ? model.input(other, join(batch, two))
            : model.constant(other, join(batch, two));
    double sum = in.scales()[0] * other.scales()[0] * Math.sqrt(depth);
    Scale result =
        model.wide()
            ? Scale.of(sum * 19000 * 19000 / 15000, 0)
            : Scale.of(sum * 5500 / 60, model.from(-128, 127));
    int y = model.tensor(result, join(batch, new int[] {rows, columns}));
    ModelWriter.Fields fields =
        o -> {
          o.addBoolean(0, left, false);
          o.addBoolean(1, right, false);
        };
    return model.operator(126, 101, fields, new int[] {x, z}, y).write(y);
  }

  private static int[] join(int[] first, int[] second) {
    return java.util.stream.IntStream.concat(
            java.util.Arrays.stream(first), java.util.Arrays.stream(second))
        .toArray();
  }
}
