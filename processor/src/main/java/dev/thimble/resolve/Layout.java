package dev.thimble.resolve;

import dev.thimble.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a weights file lays out its axes, and the way from there to the graph's own order. */
enum Layout {
  /** PyTorch's. */
  TORCH,
  /** Keras's. */
  KERAS;

  /** Dense weights of the file. */
  Shape dense(int outputs, int inputs) {
    return this == TORCH ? Shape.of(outputs, inputs) : Shape.of(inputs, outputs);
  }

  /** Convolution weights of the file. */
  Shape convolution(int filters, int height, int width, int channels) {
    return this == TORCH
        ? Shape.of(filters, channels, height, width)
        : Shape.of(height, width, channels, filters);
  }

  /** Depthwise weights of the file. */
  Shape depthwise(int channels, int multiplier, int height, int width) {
    return this == TORCH
        ? Shape.of(Math.multiplyExact(channels, multiplier), 1, height, width)
        : Shape.of(height, width, channels, multiplier);
  }

  /** Dense weights as [out, in], the inputs in the order in which they arrive. */
  float[] toDense(float[] file, int outputs, int inputs, Optional<List<Integer>> order) {
    float[] result = new float[file.length];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        int from = order.isPresent() ? order.get().get(i) : i;
        result[o * inputs + i] = file[this == TORCH ? o * inputs + from : from * outputs + o];
      }
    }
    return result;
  }

  /** Convolution weights as [out, height, width, in]. */
  float[] toConvolution(float[] file, Shape ours) {
    return this == TORCH
        ? permuted(file, ours, List.of(0, 2, 3, 1))
        : permuted(file, ours, List.of(3, 0, 1, 2));
  }

  /** Depthwise weights as [height, width, in * multiplier]. */
  float[] toDepthwise(float[] file, Shape ours) {
    if (this == KERAS) {
      // [height, width, in, multiplier] is the same row of numbers.
      return file;
    }
    return permuted(file, ours, List.of(1, 2, 0));
  }

  /**
   * The index in training of each element of a picture that is laid in one row, where it is another
   * one.
   */
  Optional<List<Integer>> order(Shape picture) {
    if (this == KERAS || picture.rank() != 3) {
      return Optional.empty();
    }
    int pixels = picture.extent(0) * picture.extent(1);
    int channels = picture.extent(2);
    if (pixels == 1 || channels == 1) {
      return Optional.empty();
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < pixels * channels; i++) {
      order.add(i % channels * pixels + i / channels);
    }
    return Optional.of(order);
  }

  /**
   * The file's array with its axes moved: axis i of the result is axis {@code axes[i]} of the file.
   */
  private static float[] permuted(float[] file, Shape ours, List<Integer> axes) {
    int rank = axes.size();
    int[] strides = new int[rank];
    int stride = 1;
    for (int axis = rank - 1; axis >= 0; axis--) {
      int at = axes.indexOf(axis);
      strides[at] = stride;
      stride *= ours.extent(at);
    }
    float[] result = new float[file.length];
    for (int i = 0; i < result.length; i++) {
      int rest = i;
      int from = 0;
      for (int axis = rank - 1; axis >= 0; axis--) {
        from += rest % ours.extent(axis) * strides[axis];
        rest /= ours.extent(axis);
      }
      result[i] = file[from];
    }
    return result;
  }
}
