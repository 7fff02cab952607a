package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Pad;
import dev.thimble.importer.network.Movements;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What moves elements, or sees them in another shape. */
final class ProgramMovements {
  private static final int MOST_COPIES = 1 << 16;

  private ProgramMovements() {}

  private static Movements of(ProgramStep step) {
    return new Movements(step.network());
  }

  static void reshape(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    step.give(reshaped(step.network(), x, step.integers("shape")));
  }

  /** Into a shape in which 0 copies an extent and -1 is what remains. */
  static Tensor reshaped(Network network, Tensor x, List<Integer> wanted) throws Problem {
    List<Long> extents = new ArrayList<>();
    long known = 1;
    for (int axis = 0; axis < wanted.size(); axis++) {
      long extent = wanted.get(axis);
      if (extent == 0 && axis < x.rank()) {
        extent = x.extent(axis);
      }
      extents.add(extent);
      known *= extent == -1 ? 1 : Math.max(1, Math.min(extent, 1 << 26));
      known = Math.min(known, 1L << 30);
    }
    int open = extents.indexOf(-1L);
    if (open >= 0) {
      extents.set(open, x.shape().elements() / known);
    }
    return new Movements(network).reshape(x, network.shape(extents));
  }

  static void transpose(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    List<Integer> order = new ArrayList<>();
    for (int axis : step.integers("perm")) {
      order.add(step.network().axis(axis, x.rank()));
    }
    step.give(of(step).transpose(x, order));
  }

  static void expand(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    List<Integer> given = step.integers("axes");
    step.give(expanded(step.network(), x, given));
  }

  /** Negative axes count from the end of the result. */
  static Tensor expanded(Network network, Tensor x, List<Integer> given) throws Problem {
    List<Integer> axes = new ArrayList<>();
    for (int axis : given) {
      axes.add(network.axis(axis, x.rank() + given.size()));
    }
    return new Movements(network).unsqueeze(x, axes);
  }

  static void squeeze(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    List<Integer> axes = step.has("axes") ? step.axes("axes", x.rank()) : ones(x);
    step.give(of(step).squeeze(x, axes));
  }

  /** The axes of extent 1. */
  static List<Integer> ones(Tensor x) {
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (x.extent(axis) == 1) {
        axes.add(axis);
      }
    }
    return axes;
  }

  static void flatten(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    step.give(of(step).flatten(x, step.network().axis(step.integer("axis", 1), x.rank())));
  }

  static void concat(ProgramStep step) throws Problem {
    List<Tensor> parts = step.tensors("values");
    if (parts.isEmpty() || step.flag("interleave", false)) {
      throw step.network().unsupported("joining nothing, or interleaved", "Join end to end.");
    }
    int axis = step.network().axis(step.integer("axis", 0), parts.get(0).rank());
    step.give(of(step).concat(parts, axis));
  }

  static void stack(ProgramStep step) throws Problem {
    List<Tensor> parts = new ArrayList<>();
    int axis = 0;
    for (Tensor part : step.tensors("values")) {
      axis = step.network().axis(step.integer("axis", 0), part.rank() + 1);
      parts.add(of(step).unsqueeze(part, List.of(axis)));
    }
    if (parts.isEmpty()) {
      throw step.network().broken("it joins nothing");
    }
    step.give(of(step).concat(parts, axis));
  }

  static void split(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    int axis = step.network().axis(step.integer("axis", 0), x.rank());
    List<Integer> sizes =
        step.has("split_sizes")
            ? step.integers("split_sizes")
            : equal(step.network(), x.extent(axis), step.integer("num_splits", step.outputs()));
    step.give(parts(step.network(), x, axis, sizes));
  }

  /** Equal sizes. */
  static List<Integer> equal(Network network, int extent, int count) throws Problem {
    if (count < 1 || extent % count != 0) {
      throw network.broken(extent + " elements in " + count + " equal parts");
    }
    return Collections.nCopies(count, extent / count);
  }

  /** Slices side by side. */
  static List<Tensor> parts(Network network, Tensor x, int axis, List<Integer> sizes)
      throws Problem {
    List<Tensor> parts = new ArrayList<>();
    int first = 0;
    for (int size : sizes) {
      if (size < 1 || (long) first + size > x.extent(axis)) {
        throw network.broken("parts of " + sizes + " of " + x.shape());
      }
      parts.add(new Movements(network).slice(x, axis, first, size, 1));
      first += size;
    }
    return parts;
  }

  /** Pairs for the last axes. */
  static void pad(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    List<Integer> pads = step.integers("pad");
    int axes = pads.size() / 2;
    if (pads.size() % 2 != 0 || axes > x.rank()) {
      throw step.network().broken("padding of " + pads + " for " + x.shape());
    }
    String name = step.text("mode", "constant");
    Pad.Mode mode = name.equals("reflect") ? Pad.Mode.REFLECT : Pad.Mode.CONSTANT;
    if (!name.equals("reflect") && !name.equals("constant")) {
      throw step.network().unsupported("padding by " + name, "Pad with a constant.");
    }
    double number = step.number("constant_val", 0);
    for (int i = 0; i < axes; i++) {
      int axis = x.rank() - axes + i;
      x = of(step).pad(x, axis, pads.get(2 * i), pads.get(2 * i + 1), mode, number);
    }
    step.give(x);
  }

  static void gather(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    int axis = step.network().axis(step.integer("axis", 0), x.rank());
    Known known = step.known("indices");
    List<Integer> indices = new ArrayList<>();
    for (long index : known.integers()) {
      indices.add(step.network().axis(index, x.extent(axis)));
    }
    if (known.extents().size() > 1) {
      throw step.network().unsupported("a table of indices", "Give a list of indices.");
    }
    Tensor taken = of(step).take(x, axis, indices);
    step.give(known.extents().isEmpty() ? of(step).squeeze(taken, List.of(axis)) : taken);
  }

  static void tile(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    List<Integer> copies = step.integers("reps", x.rank(), 1);
    for (int axis = 0; axis < copies.size(); axis++) {
      if (copies.get(axis) < 1 || (long) copies.get(axis) * x.extent(axis) > MOST_COPIES) {
        throw step.network().broken(copies + " copies of " + x.shape());
      }
      x = of(step).concat(Collections.nCopies(copies.get(axis), x), axis);
    }
    step.give(x);
  }

  static void upsample(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    int height = (int) step.number("scale_factor_height", 1);
    int width = (int) step.number("scale_factor_width", 1);
    if (step.number("scale_factor_height", 1) != height
        || step.number("scale_factor_width", 1) != width) {
      throw step.network().unsupported("a fractional scale", "Use whole factors.");
    }
    step.give(repeated(step.network(), repeated(step.network(), x, -2, height), -1, width));
  }

  /** Each element of an axis several times. */
  static Tensor repeated(Network network, Tensor x, int axis, int times) throws Problem {
    int front = network.axis(axis, x.rank());
    if (times < 1 || (long) times * x.extent(front) > MOST_COPIES) {
      throw network.broken("it repeats " + x.shape() + " " + times + " times");
    }
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < times * x.extent(front); i++) {
      indices.add(i / times);
    }
    return new Movements(network).take(x, front, indices);
  }

  static void shape(ProgramStep step) throws Problem {
    long[] extents = step.tensor("x").shape().extents().stream().mapToLong(e -> e).toArray();
    step.give(Known.of(List.of((long) extents.length), new Constant.Integers(extents)));
  }

  /** Probabilities with the names of their classes: both outputs are the probabilities here. */
  static void classify(ProgramStep step) throws Problem {
    Tensor probabilities = step.tensor("probabilities");
    Known classes = step.known("classes");
    List<String> names = new ArrayList<>(classes.texts());
    for (long number : classes.integers()) {
      names.add(String.valueOf(number));
    }
    step.scope().labels(names);
    step.give(Collections.nCopies(step.outputs(), probabilities));
  }

  static void pixelShuffle(ProgramStep step) throws Problem {
    step.give(blocks(step).toPixels(step.tensor("x"), step.integer("upscale_factor", 1), true));
  }

  static void pixelUnshuffle(ProgramStep step) throws Problem {
    step.give(blocks(step).toChannels(step.tensor("x"), step.integer("downscale_factor", 1), true));
  }

  static void depthToSpace(ProgramStep step) throws Problem {
    step.give(blocks(step).toPixels(step.tensor("x"), step.integer("block_size", 1), false));
  }

  static void spaceToDepth(ProgramStep step) throws Problem {
    step.give(blocks(step).toChannels(step.tensor("x"), step.integer("block_size", 1), false));
  }

  private static dev.thimble.importer.network.Blocks blocks(ProgramStep step) {
    return new dev.thimble.importer.network.Blocks(step.network());
  }
}
