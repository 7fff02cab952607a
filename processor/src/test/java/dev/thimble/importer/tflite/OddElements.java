package dev.thimble.importer.tflite;

import dev.thimble.importer.tflite.ModelWriter.Scale;
import java.util.Arrays;

/** Functions of elements and reductions with odd shapes and options. */
final class OddElements {
  private final OddModel model;

  OddElements(OddModel model) {
    this.model = model;
  }

  /** ADD, SUB, MUL, MAXIMUM, MINIMUM, SQUARED_DIFFERENCE; one side may be repeated or constant. */
  byte[] pair(int code, int options) {
    int[] shape = model.shape(1, 5, 4);
    int[] left = shape.clone();
    int[] right = shape.clone();
    int style = model.from(0, 3);
    for (int i = 0; i < shape.length; i++) {
      if (style == 1 && model.coin()) {
        right[i] = 1;
      } else if (style == 2 && model.coin()) {
        left[i] = 1;
      }
    }
    if (style == 3) {
      right = new int[] {shape[shape.length - 1]};
    }
    for (int i = 0; i < shape.length; i++) {
      int j = i - (shape.length - right.length);
      shape[i] = Math.max(left[i], j < 0 ? 1 : right[j]);
    }
    boolean same = code == 55 || code == 57;
    Scale one = model.scale(0.05);
    Scale two = same ? one : model.scale(0.03);
    double out = code == 18 ? 0.2 : code == 99 ? 0.4 : 0.06;
    Scale result =
        same
            ? one
            : code == 18 && model.wide()
                ? Scale.of(model.between(0.5, 2) * 0.003, 0)
                : code == 99 && model.wide()
                    ? Scale.of(model.between(0.5, 2) * 0.005, 0)
                    : model.scale(out);
    int x = model.input(one, left);
    int z = model.coin() ? model.input(two, right) : model.constant(two, right);
    int y = model.tensor(result, shape);
    byte activation = model.activation();
    boolean swapped = model.coin();
    ModelWriter.Fields fields =
        o -> {
          o.addByte(0, activation, 0);
          if (code == 0 || code == 41) {
            o.addBoolean(1, false, true);
          }
        };
    return model
        .operator(
            code,
            options,
            options == 0 ? o -> {} : fields,
            swapped ? new int[] {z, x} : new int[] {x, z},
            y)
        .write(y);
  }

  byte[] reduce(int code) {
    int[] shape = model.shape(1, 4, 4);
    boolean keep = model.coin();
    boolean[] gone = new boolean[shape.length];
    int[] axes = new int[model.from(1, shape.length)];
    for (int i = 0; i < axes.length; i++) {
      int axis = model.from(0, shape.length - 1);
      gone[axis] = true;
      axes[i] = model.coin() ? axis : axis - shape.length;
    }
    int[] rest =
        java.util.stream.IntStream.range(0, shape.length)
            .filter(i -> keep || !gone[i])
            .map(i -> gone[i] ? 1 : shape[i])
            .toArray();
    boolean extreme = code == 82 || code == 89;
    Scale in = model.scale(0.05);
    Scale out = extreme ? in : model.scale(code == 74 ? 0.2 : 0.03);
    int x = model.input(in, shape);
    int a = model.integers(axes);
    int y = model.tensor(out, rest);
    return model
        .operator(code, 27, o -> o.addBoolean(0, keep, false), new int[] {x, a}, y)
        .write(y);
  }

  /** A function of one element. */
  byte[] function(int code, Scale in, Scale out) {
    int[] shape = {model.from(1, 3), model.from(30, 60)};
    int x = model.input(in, shape);
    int y = model.tensor(out, shape);
    return model.operator(code, 0, o -> {}, new int[] {x}, y).write(y);
  }

  byte[] leaky() {
    int[] shape = model.shape(1, 4, 5);
    int x = model.input(model.scale(0.05), shape);
    int y = model.tensor(model.scale(0.04), shape);
    float alpha = (float) (model.wide() ? model.between(0, 1.2) : model.between(-0.5, 1.5));
    return model.operator(98, 75, o -> o.addFloat(0, alpha, 0), new int[] {x}, y).write(y);
  }

  byte[] softmax() {
    int[] shape = model.shape(1, 4, 7);
    shape[shape.length - 1] += 1;
    Scale out = model.wide() ? Scale.of(1.0 / 32768, 0) : Scale.of(1.0 / 256, -128);
    int x = model.input(model.scale(model.between(0.01, 0.3)), shape);
    int y = model.tensor(out, shape);
    float beta = model.coin() ? 1 : (float) model.between(0.3, 2);
    return model.operator(25, 9, o -> o.addFloat(0, beta, 0), new int[] {x}, y).write(y);
  }

  /** From one scale or type to another. */
  byte[] quantize(TensorType to) {
    int[] shape = model.shape(1, 4, 5);
    int x = model.input(model.scale(0.05), shape);
    Scale out =
        to == TensorType.INT8 || to == TensorType.UINT8
            ? Scale.of(
                model.between(0.02, 0.2),
                to == TensorType.INT8 ? model.from(-128, 127) : model.from(0, 255))
            : Scale.of(model.between(0.0002, 0.002), 0);
    int y = model.writer().tensor(to, shape, out);
    return model.operator(114, 0, o -> {}, new int[] {x}, y).write(y);
  }

  byte[] extreme(boolean largest) {
    int[] shape = model.shape(1, 4, 5);
    int axis = model.from(-shape.length, shape.length - 1);
    int front = axis < 0 ? axis + shape.length : axis;
    int x = model.input(model.scale(0.05), shape);
    int a = model.integers(axis);
    int[] rest = new int[shape.length - 1];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = shape[i < front ? i : i + 1];
    }
    int y = model.writer().tensor(TensorType.INT32, rest, ModelWriter.none());
    return model
        .operator(
            largest ? 56 : 79,
            largest ? 40 : 57,
            o -> o.addByte(0, (byte) 2, 0),
            new int[] {x, a},
            y)
        .write(y);
  }

  byte[] prelu() {
    int[] shape = model.shape(2, 4, 4);
    int[] slopes = shape.clone();
    Arrays.fill(slopes, 0, shape.length - 1, 1);
    if (model.coin()) {
      slopes = Arrays.copyOfRange(slopes, shape.length > 3 ? 1 : 0, shape.length);
    }
    int x = model.input(model.scale(0.05), shape);
    int size = Arrays.stream(slopes).reduce(1, (a, b) -> a * b);
    int a =
        model
            .writer()
            .tensor(
                TensorType.INT8,
                slopes,
                Scale.of(0.01, model.wide() ? 0 : model.from(-20, 20)),
                model.bytes(size));
    int y = model.tensor(model.scale(0.05), shape);
    return model.operator(54, 0, o -> {}, new int[] {x, a}, y).write(y);
  }

  byte[] comparison(int code) {
    int[] shape = model.shape(1, 4, 5);
    Scale one = model.scale(0.05);
    Scale two = model.scale(0.05);
    int[] right = shape.clone();
    if (model.coin()) {
      right[model.from(0, shape.length - 1)] = 1;
    }
    int a = model.input(one, shape);
    int b = model.coin() ? model.input(two, right) : model.constant(two, right);
    int c = model.writer().tensor(TensorType.BOOL, shape, ModelWriter.none());
    int d = model.input(one, shape);
    int y = model.tensor(one, shape);
    return model
        .operator(code, 0, o -> {}, new int[] {a, b}, c)
        .operator(123, 0, o -> {}, new int[] {c, a, d}, y)
        .write(y);
  }

  /** One of two where a comparison says so; any of the three may be repeated. */
  byte[] select() {
    int[] shape = model.shape(1, 4, 4);
    int[][] parts = {shape.clone(), shape.clone(), shape.clone()};
    parts[model.from(0, 2)][model.from(0, shape.length - 1)] = 1;
    Scale scale = model.scale(0.05);
    int a = model.input(scale, parts[0]);
    int b = model.constant(scale, parts[0]);
    int c = model.writer().tensor(TensorType.BOOL, parts[0], ModelWriter.none());
    int yes = model.input(scale, parts[1]);
    int no = model.input(scale, parts[2]);
    int y = model.tensor(scale, shape);
    return model
        .operator(72, 0, o -> {}, new int[] {a, b}, c)
        .operator(123, 0, o -> {}, new int[] {c, yes, no}, y)
        .write(y);
  }

  /** The divisor lies on one side of zero. */
  byte[] divide() {
    int[] shape = model.shape(1, 4, 4);
    int[] right = shape.clone();
    if (model.coin()) {
      right[model.from(0, shape.length - 1)] = 1;
    }
    int x = model.input(model.scale(0.05), shape);
    int size = Arrays.stream(right).reduce(1, (a, b) -> a * b);
    byte[] data = new byte[size];
    for (int i = 0; i < size; i++) {
      data[i] = (byte) model.from(-100, 127);
    }
    int z = model.writer().tensor(TensorType.INT8, right, Scale.of(0.01, -128), data);
    int y = model.tensor(model.scale(0.06), shape);
    byte activation = model.activation();
    return model.operator(42, 29, o -> o.addByte(0, activation, 0), new int[] {x, z}, y).write(y);
  }

  byte[] normalised() {
    int[] shape = model.shape(1, 4, 5);
    int x = model.input(model.scale(0.05), shape);
    int y = model.tensor(Scale.of(1.0 / 128, 0), shape);
    return model.operator(11, 12, o -> {}, new int[] {x}, y).write(y);
  }
}
