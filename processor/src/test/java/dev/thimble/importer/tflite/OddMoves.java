package dev.thimble.importer.tflite;

import dev.thimble.importer.tflite.ModelWriter.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What moves elements, with odd axes and masks. */
final class OddMoves {
  private final OddModel model;
  private final Scale scale;

  OddMoves(OddModel model) {
    this.model = model;
    this.scale = model.scale(0.05);
  }

  private int signed(int axis, int rank) {
    return model.coin() ? axis : axis - rank;
  }

  byte[] pad(int code) {
    int[] shape = model.shape(code == 100 ? 2 : 1, 4, 4);
    int[] amounts = new int[shape.length * 2];
    int[] out = shape.clone();
    boolean reflect = model.coin();
    for (int i = 0; i < shape.length; i++) {
      for (int side = 0; side < 2; side++) {
        int most = code == 100 ? (reflect ? shape[i] - 1 : shape[i]) : 2;
        amounts[2 * i + side] = model.from(0, most);
        out[i] += amounts[2 * i + side];
      }
    }
    int x = model.input(scale, shape);
    int p = model.writer().integers(new int[] {shape.length, 2}, amounts);
    int y = model.tensor(scale, out);
    int[] inputs = code == 60 ? new int[] {x, p, model.constant(scale)} : new int[] {x, p};
    int options = code == 100 ? 77 : 0;
    return model
        .operator(code, options, o -> o.addByte(0, (byte) (reflect ? 0 : 1), -1), inputs, y)
        .write(y);
  }

  byte[] transpose() {
    int[] shape = model.shape(2, 5, 4);
    List<Integer> order = new ArrayList<>(IntStream.range(0, shape.length).boxed().toList());
    Collections.shuffle(order, new Random(model.from(0, 1000)));
    int x = model.input(scale, shape);
    int p = model.integers(order.stream().mapToInt(Integer::intValue).toArray());
    int y = model.tensor(scale, order.stream().mapToInt(i -> shape[i]).toArray());
    return model.operator(39, 26, o -> {}, new int[] {x, p}, y).write(y);
  }

  byte[] concat() {
    int[] shape = model.shape(1, 5, 3);
    int axis = model.from(0, shape.length - 1);
    int[] out = shape.clone();
    out[axis] = 0;
    int[] parts = new int[model.from(2, 4)];
    for (int i = 0; i < parts.length; i++) {
      int[] one = shape.clone();
      one[axis] = model.from(1, 3);
      out[axis] += one[axis];
      parts[i] =
          i > 0 && model.from(0, 3) == 0 ? model.constant(scale, one) : model.input(scale, one);
    }
    int y = model.tensor(scale, out);
    int at = signed(axis, shape.length);
    return model.operator(2, 10, o -> o.addInt(0, at, 0), parts, y).write(y);
  }

  byte[] pack() {
    int[] shape = model.shape(1, 4, 3);
    int axis = model.from(0, shape.length);
    int[] parts = new int[model.from(1, 3)];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = model.input(scale, shape);
    }
    int y = model.tensor(scale, inserted(shape, axis, parts.length));
    int at = signed(axis, shape.length + 1);
    return model
        .operator(
            83,
            59,
            o -> {
              o.addInt(0, parts.length, 0);
              o.addInt(1, at, 0);
            },
            parts,
            y)
        .write(y);
  }

  private static int[] inserted(int[] shape, int axis, int extent) {
    int[] more = new int[shape.length + 1];
    for (int i = 0; i < more.length; i++) {
      more[i] = i == axis ? extent : shape[i < axis ? i : i - 1];
    }
    return more;
  }

  byte[] unpack() {
    int[] rest = model.shape(1, 4, 3);
    int axis = model.from(0, rest.length);
    int[] parts = new int[model.from(1, 3)];
    int x = model.input(scale, inserted(rest, axis, parts.length));
    for (int i = 0; i < parts.length; i++) {
      parts[i] = model.tensor(scale, rest);
    }
    int at = signed(axis, rest.length + 1);
    return model
        .operator(
            88,
            64,
            o -> {
              o.addInt(0, parts.length, 0);
              o.addInt(1, at, 0);
            },
            new int[] {x},
            parts)
        .write(parts);
  }

  byte[] split(boolean sizes) {
    int[] shape = model.shape(1, 5, 3);
    int axis = model.from(0, shape.length - 1);
    int[] parts = new int[model.from(1, 3)];
    int[] extents = new int[parts.length];
    int even = model.from(1, 2);
    for (int i = 0; i < parts.length; i++) {
      extents[i] = sizes ? model.from(1, 3) : even;
    }
    shape[axis] = Arrays.stream(extents).sum();
    int x = model.input(scale, shape);
    for (int i = 0; i < parts.length; i++) {
      int[] one = shape.clone();
      one[axis] = extents[i];
      parts[i] = model.tensor(scale, one);
    }
    int at = model.writer().integers(new int[] {}, signed(axis, shape.length));
    if (sizes && model.coin()) {
      extents[model.from(0, extents.length - 1)] = -1;
    }
    int[] inputs = sizes ? new int[] {x, model.integers(extents), at} : new int[] {at, x};
    return model
        .operator(
            sizes ? 102 : 49, sizes ? 79 : 35, o -> o.addInt(0, parts.length, 0), inputs, parts)
        .write(parts);
  }

  byte[] slice() {
    int[] shape = model.shape(1, 5, 4);
    int[] begin = new int[shape.length];
    int[] size = new int[shape.length];
    int[] out = new int[shape.length];
    for (int i = 0; i < shape.length; i++) {
      begin[i] = model.from(0, shape[i] - 1);
      out[i] = model.from(1, shape[i] - begin[i]);
      boolean rest = out[i] == shape[i] - begin[i] && model.coin();
      size[i] = rest ? -1 : out[i];
    }
    int x = model.input(scale, shape);
    int b = model.integers(begin);
    int s = model.integers(size);
    int y = model.tensor(scale, out);
    return model.operator(65, 0, o -> {}, new int[] {x, b, s}, y).write(y);
  }

  byte[] gather() {
    int[] shape = model.shape(1, 4, 4);
    int axis = model.from(0, shape.length - 1);
    int[] places = model.shape(1, 2, 3);
    int[] indices = new int[Arrays.stream(places).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = model.from(0, shape[axis] - 1);
    }
    List<Integer> out = new ArrayList<>();
    for (int i = 0; i < shape.length; i++) {
      if (i == axis) {
        Arrays.stream(places).forEach(out::add);
      } else {
        out.add(shape[i]);
      }
    }
    int x = model.input(scale, shape);
    int p = model.writer().integers(places, indices);
    int y = model.tensor(scale, out.stream().mapToInt(Integer::intValue).toArray());
    int at = signed(axis, shape.length);
    return model.operator(36, 23, o -> o.addInt(0, at, 0), new int[] {x, p}, y).write(y);
  }

  byte[] resize(boolean bilinear) {
    int batch = model.from(1, 2);
    int channels = model.from(1, 3);
    int[] in = {model.from(1, 5), model.from(1, 5)};
    int[] out = {model.from(1, 9), model.from(1, 9)};
    int mode = model.from(0, 2);
    int x = model.input(scale, batch, in[0], in[1], channels);
    int s = model.integers(out);
    int y = model.tensor(scale, batch, out[0], out[1], channels);
    int first = bilinear ? 2 : 0;
    return model
        .operator(
            bilinear ? 23 : 97,
            bilinear ? 15 : 74,
            o -> {
              o.addBoolean(first, mode == 1, false);
              o.addBoolean(first + 1, mode == 2, false);
            },
            new int[] {x, s},
            y)
        .write(y);
  }
}
