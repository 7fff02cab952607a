package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Reduce;
import dev.thimble.importer.network.Convolutions;
import dev.thimble.importer.network.Geometry;
import dev.thimble.importer.network.Poolings;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Convolutions and poolings. */
final class WindowReaders {
  private WindowReaders() {}

  static void convolution(Step step) throws Problem {
    Tensor x = step.input(0);
    Tensor w = step.input(1);
    int groups = Step.narrow(step.integer("group", 1));
    Geometry geometry = geometry(step, x, kernel(step, w));
    step.give(
        new Convolutions(step.network()).convolution(x, w, step.optional(2), geometry, groups));
  }

  static void transposed(Step step) throws Problem {
    Tensor x = step.input(0);
    Tensor w = step.input(1);
    List<Integer> kernel = kernel(step, w);
    int axes = kernel.size();
    List<Integer> more = step.integers("output_padding", Geometry.same(axes, 0));
    String padding = step.text("auto_pad", "NOTSET");
    if (step.attribute("output_shape").isPresent() || padding.startsWith("SAME")) {
      throw step.unsupported("output_shape or auto_pad=" + padding, "Export it with pads.");
    }
    Geometry geometry = geometry(step, x, kernel);
    int groups = Step.narrow(step.integer("group", 1));
    step.give(
        new Convolutions(step.network())
            .transposed(x, w, step.optional(2), geometry, groups, more));
  }

  static void max(Step step) throws Problem {
    Tensor x = step.input(0);
    List<Integer> kernel = step.integers("kernel_shape", List.of());
    Geometry geometry = geometry(step, x, kernel);
    step.give(new Poolings(step.network()).max(x, kernel, geometry, ceil(step)));
  }

  static void average(Step step) throws Problem {
    step.give(average(step, step.input(0)));
  }

  static Tensor average(Step step, Tensor x) throws Problem {
    List<Integer> kernel = step.integers("kernel_shape", List.of());
    Geometry geometry = geometry(step, x, kernel);
    boolean counts = step.integer("count_include_pad", 0) != 0;
    return new Poolings(step.network()).average(x, kernel, geometry, ceil(step), counts);
  }

  static void global(Step step, Reduce.Kind kind) throws Problem {
    step.give(new Poolings(step.network()).global(kind, step.input(0)));
  }

  private static boolean ceil(Step step) {
    return step.integer("ceil_mode", 0) != 0;
  }

  private static List<Integer> kernel(Step step, Tensor weights) throws Problem {
    if (weights.rank() < 3) {
      throw step.network().broken("weights of " + weights.shape());
    }
    return weights.shape().extents().subList(2, weights.rank());
  }

  /** Strides, dilations and paddings of the attributes. */
  static Geometry geometry(Step step, Tensor x, List<Integer> kernel) throws Problem {
    int axes = kernel.size();
    List<Integer> pads = step.integers("pads", Geometry.same(2 * axes, 0));
    boolean fits = pads.size() == 2 * axes && x.rank() == axes + 2;
    List<Integer> strides = step.integers("strides", Geometry.same(axes, 1));
    List<Integer> dilations = step.integers("dilations", Geometry.same(axes, 1));
    if (!fits || strides.size() != axes || dilations.size() != axes) {
      throw step.network().broken("a window of " + axes + " axes for " + x.shape());
    }
    Geometry given =
        new Geometry(strides, dilations, pads.subList(0, axes), pads.subList(axes, 2 * axes));
    String auto = step.text("auto_pad", "NOTSET");
    List<Integer> none = Geometry.same(axes, 0);
    return switch (auto) {
      case "SAME_UPPER", "SAME_LOWER" -> same(step, given, x, kernel, auto.equals("SAME_LOWER"));
      case "VALID" -> given.padded(none, none);
      default -> given;
    };
  }

  private static Geometry same(
      Step step, Geometry given, Tensor x, List<Integer> kernel, boolean lower) throws Problem {
    List<Integer> numbers = new ArrayList<>(given.strides());
    numbers.addAll(given.dilations());
    numbers.addAll(kernel);
    if (numbers.stream().anyMatch(n -> n < 1 || n > 1 << 15)) {
      throw step.network().broken("a window " + kernel + " " + given);
    }
    return given.same(x.shape().extents().subList(2, x.rank()), kernel, lower);
  }
}
