package dev.thimble.importer.tflite;

import dev.thimble.importer.tflite.ModelWriter.Scale;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** One operator with options drawn by a seed, while it is written. */
final class OddModel {
  /**
   * Fused activations that TensorFlow Lite for Microcontrollers clamps by: none, ReLU, -1..1, 6.
   */
  private static final int ACTIVATIONS = 4;

  private final ModelWriter writer = new ModelWriter();
  private final Random dice;
  private final TensorType type;
  private final List<Integer> inputs = new ArrayList<>();

  OddModel(long seed, TensorType type) {
    this.dice = new Random(seed);
    this.type = type;
    dice.nextInt();
  }

  ModelWriter writer() {
    return writer;
  }

  TensorType type() {
    return type;
  }

  boolean wide() {
    return type == TensorType.INT16;
  }

  int from(int low, int high) {
    return low + dice.nextInt(high - low + 1);
  }

  boolean coin() {
    return dice.nextBoolean();
  }

  double between(double low, double high) {
    return low + (high - low) * dice.nextDouble();
  }

  byte activation() {
    return (byte) dice.nextInt(ACTIVATIONS);
  }

  int[] shape(int least, int most, int largest) {
    int[] shape = new int[from(least, most)];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = from(1, largest);
    }
    return shape;
  }

  byte[] bytes(int count) {
    byte[] data = new byte[count];
    for (int i = 0; i < count; i++) {
      data[i] = (byte) from(-127, 127);
    }
    return data;
  }

  /** Any scale near this one; a zero point for bytes. */
  Scale scale(double about) {
    double scale = about * between(0.6, 1.5);
    return Scale.of(wide() ? scale / 256 : scale, wide() ? 0 : from(-128, 127));
  }

  /** An input of the model. */
  int input(Scale scale, int... shape) {
    int tensor = writer.tensor(type, shape, scale);
    inputs.add(tensor);
    return tensor;
  }

  /** A constant of the model's type. */
  int constant(Scale scale, int... shape) {
    byte[] data = new byte[Arrays.stream(shape).reduce(1, (a, b) -> a * b) * (wide() ? 2 : 1)];
    dice.nextBytes(data);
    return writer.tensor(type, shape, scale, data);
  }

  /** What an operator gives. */
  int tensor(Scale scale, int... shape) {
    return writer.tensor(type, shape, scale);
  }

  /** Weights of bytes with a scale a channel, or one. */
  Scale weightScale(double about, int channels, int axis, boolean perChannel) {
    float[] scales = new float[perChannel ? channels : 1];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = (float) (about * between(0.5, 2));
    }
    return new Scale(scales, new long[scales.length], axis);
  }

  /** A bias of 32 bits beside bytes, of 64 beside words; -1 for none. */
  int bias(double about, Scale in, Scale weights, int channels, boolean wide) {
    if (from(0, 3) == 0) {
      return -1;
    }
    ByteBuffer data =
        ByteBuffer.allocate(channels * (wide ? Long.BYTES : Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] scales = weights.scales().clone();
    for (int i = 0; i < scales.length; i++) {
      scales[i] *= in.scales()[0];
    }
    for (int i = 0; i < channels; i++) {
      int value = (int) (between(-about, about) / scales[scales.length == 1 ? 0 : i]);
      if (wide) {
        data.putLong(value);
      } else {
        data.putInt(value);
      }
    }
    Scale scale = new Scale(scales, new long[scales.length], 0);
    return writer.tensor(
        wide ? TensorType.INT64 : TensorType.INT32, new int[] {channels}, scale, data.array());
  }

  int integers(int... values) {
    return writer.integers(new int[] {values.length}, values);
  }

  OddModel operator(int code, int options, ModelWriter.Fields fields, int[] from, int... to) {
    writer.operator(code, options, fields, from, to);
    return this;
  }

  byte[] write(int... outputs) {
    return writer.subgraph(inputs.stream().mapToInt(Integer::intValue).toArray(), outputs).write();
  }
}
