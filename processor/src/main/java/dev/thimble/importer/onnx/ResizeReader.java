package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Pictures in other extents, by their nearest pixels. */
final class ResizeReader {
  private static final int MOST = 1 << 13;

  private ResizeReader() {}

  static void resize(Step step) throws Problem {
    boolean old = step.opset() < 11;
    resize(step, old ? 1 : 2, old ? "asymmetric" : "half_pixel");
  }

  static void upsample(Step step) throws Problem {
    resize(step, 1, "asymmetric");
  }

  private static void resize(Step step, int scalesAt, String usual) throws Problem {
    Tensor x = step.input(0);
    String mode = step.text("mode", "nearest");
    if (!mode.equals("nearest")) {
      throw step.unsupported("mode " + mode, "Use nearest.");
    }
    List<Double> scales = scales(step, x, scalesAt);
    Tensor result = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      int out = extent(step, x, axis, scales.get(axis));
      if (out != x.extent(axis)) {
        result =
            step.move()
                .take(result, axis, nearest(step, x.extent(axis), out, scales.get(axis), usual));
      }
    }
    step.give(result);
  }

  private static List<Double> scales(Step step, Tensor x, int at) throws Problem {
    List<Double> scales = new ArrayList<>();
    if (step.has(at)) {
      for (float scale : step.network().floats(step.input(at))) {
        scales.add((double) scale);
      }
    } else if (step.has(3)) {
      long[] sizes = step.network().integers(step.input(3));
      for (int axis = 0; axis < Math.min(sizes.length, x.rank()); axis++) {
        scales.add(sizes[axis] / (double) x.extent(axis));
      }
    }
    if (scales.size() != x.rank() || step.attribute("axes").isPresent()) {
      throw step.unsupported("scales that do not fit " + x.shape(), "Give one for each axis.");
    }
    return scales;
  }

  private static int extent(Step step, Tensor x, int axis, double scale) throws Problem {
    double out = Math.floor(x.extent(axis) * scale + 1e-9);
    if (!(out >= 1 && out <= MOST)) {
      throw step.network().broken("an extent of " + out);
    }
    return (int) out;
  }

  private static List<Integer> nearest(Step step, int in, int out, double scale, String usual)
      throws Problem {
    String coordinates = step.text("coordinate_transformation_mode", usual);
    String rounding =
        step.text("nearest_mode", usual.equals("asymmetric") ? "floor" : "round_prefer_floor");
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < out; i++) {
      double at =
          switch (coordinates) {
            case "half_pixel" -> (i + 0.5) / scale - 0.5;
            case "pytorch_half_pixel" -> out > 1 ? (i + 0.5) / scale - 0.5 : 0;
            case "asymmetric" -> i / scale;
            case "align_corners" -> out > 1 ? i * (in - 1.0) / (out - 1) : 0;
            default -> throw step.unsupported(coordinates, "Use half_pixel or asymmetric.");
          };
      double index =
          switch (rounding) {
            case "floor" -> Math.floor(at);
            case "ceil" -> Math.ceil(at);
            case "round_prefer_ceil" -> Math.floor(at + 0.5);
            default -> Math.ceil(at - 0.5);
          };
      indices.add((int) Math.max(0, Math.min(in - 1.0, index)));
    }
    return indices;
  }
}
