package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.network.Convolutions;
import dev.thimble.importer.network.Geometry;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Poolings;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Convolutions and pooling. */
final class ProgramWindows {
  private ProgramWindows() {}

  static void convolution(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    Tensor weights = step.tensor("weight");
    int axes = axes(step, x);
    List<Integer> kernel = kernel(step, weights, axes);
    Geometry geometry = geometry(step, x, kernel);
    step.give(
        new Convolutions(step.network())
            .convolution(x, weights, step.optional("bias"), geometry, step.integer("groups", 1)));
  }

  /** Padding is cut off; an output shape says what remains. */
  static void transposed(ProgramStep step) throws Problem {
    Network network = step.network();
    Tensor x = step.tensor("x");
    Tensor weights = step.tensor("weight");
    int axes = axes(step, x);
    List<Integer> kernel = kernel(step, weights, axes);
    List<Integer> strides = step.integers("strides", axes, 1);
    List<Integer> pads = pads(step, axes);
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    List<Integer> more = new ArrayList<>();
    boolean same = step.text("pad_type", "valid").startsWith("same");
    List<Integer> shape = step.has("output_shape") ? step.integers("output_shape") : List.of();
    for (int axis = 0; axis < axes; axis++) {
      int total = same ? Math.max(0, kernel.get(axis) - strides.get(axis)) : 0;
      before.add(same ? total / 2 : pads.get(2 * axis));
      after.add(same ? total - total / 2 : pads.get(2 * axis + 1));
      long natural =
          (x.extent(axis + 2) - 1L) * strides.get(axis)
              + kernel.get(axis)
              - before.get(axis)
              - after.get(axis);
      long wanted = shape.isEmpty() ? natural : shape.get(shape.size() - axes + axis);
      if ((shape.size() < axes && !shape.isEmpty())
          || Math.abs(wanted - natural) > kernel.get(axis)) {
        throw network.broken("an output shape of " + shape);
      }
      more.add((int) (wanted - natural));
    }
    Geometry geometry = new Geometry(strides, step.integers("dilations", axes, 1), before, after);
    step.give(
        new Convolutions(network)
            .transposed(
                x, weights, step.optional("bias"), geometry, step.integer("groups", 1), more));
  }

  static void max(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    List<Integer> kernel = step.integers("kernel_sizes", axes(step, x), 1);
    Geometry geometry = geometry(step, x, kernel);
    step.give(new Poolings(step.network()).max(x, kernel, geometry, step.flag("ceil_mode", false)));
  }

  static void average(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    List<Integer> kernel = step.integers("kernel_sizes", axes(step, x), 1);
    Geometry geometry = geometry(step, x, kernel);
    boolean exclude = step.flag("exclude_padding_from_average", false);
    step.give(
        new Poolings(step.network())
            .average(x, kernel, geometry, step.flag("ceil_mode", false), !exclude));
  }

  private static int axes(ProgramStep step, Tensor x) throws Problem {
    if (x.rank() != 3 && x.rank() != 4) {
      throw step.network().unsupported("a window over " + x.shape(), "Use one or two axes.");
    }
    return x.rank() - 2;
  }

  private static List<Integer> kernel(ProgramStep step, Tensor weights, int axes) throws Problem {
    if (weights.rank() != axes + 2) {
      throw step.network().broken("weights of " + weights.shape());
    }
    return weights.shape().extents().subList(2, weights.rank());
  }

  private static Geometry geometry(ProgramStep step, Tensor x, List<Integer> kernel)
      throws Problem {
    int axes = kernel.size();
    List<Integer> pads = pads(step, axes);
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      before.add(pads.get(2 * axis));
      after.add(pads.get(2 * axis + 1));
    }
    List<Integer> strides = step.integers("strides", axes, 1);
    List<Integer> dilations = step.integers("dilations", axes, 1);
    for (int number : strides) {
      positive(step, number);
    }
    for (int number : dilations) {
      positive(step, number);
    }
    Geometry geometry = new Geometry(strides, dilations, before, after);
    List<Integer> extents = x.shape().extents().subList(2, x.rank());
    return switch (step.text("pad_type", "valid")) {
      case "same" -> geometry.same(extents, kernel, false);
      case "same_lower" -> geometry.same(extents, kernel, true);
      default -> geometry;
    };
  }

  private static void positive(ProgramStep step, int number) throws Problem {
    if (number < 1 || number > Short.MAX_VALUE) {
      throw step.network().broken("a stride or dilation of " + number);
    }
  }

  /** Pairs of padding; only "custom" reads them. */
  private static List<Integer> pads(ProgramStep step, int axes) throws Problem {
    boolean custom = step.text("pad_type", "valid").equals("custom");
    return custom ? step.integers("pad", 2 * axes, 0) : Geometry.same(2 * axes, 0);
  }
}
