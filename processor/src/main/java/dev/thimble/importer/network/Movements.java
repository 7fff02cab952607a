package dev.thimble.importer.network;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Take;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What moves elements; axes are those of the file, counted from the front. */
public final class Movements {
  private static final int MOST_PADDING = 1 << 20;

  private final Network network;

  /** Adds to that network. */
  public Movements(Network network) {
    this.network = network;
  }

  /** Axes in another order; costs nothing until somebody needs the elements in that order. */
  public Tensor transpose(Tensor x, List<Integer> permutation) throws Problem {
    List<Integer> sorted = new ArrayList<>(permutation);
    Collections.sort(sorted);
    if (!sorted.equals(Tensor.plain(x.rank()))) {
      throw network.broken("the order " + permutation + " for " + x.shape());
    }
    return x.relabelled(permutation);
  }

  /** The same elements, in the file's order, in other extents. */
  public Tensor reshape(Tensor x, Shape shape) throws Problem {
    if (x.shape().elements() != shape.elements()) {
      throw network.broken("it makes " + shape + " of " + x.shape());
    }
    Regrouping regrouping = new Regrouping(x, shape);
    List<Integer> order = regrouping.order();
    if (!order.isEmpty() || shape.rank() == 0) {
      return held(x, shape, order);
    }
    return held(network.plain(x), shape, Tensor.plain(shape.rank()));
  }

  /** The value in another shape, its elements where they are. */
  private Tensor held(Tensor x, Shape shape, List<Integer> order) throws Problem {
    Shape wanted = Tensor.held(shape, order);
    return network.held(x).shape().equals(wanted)
        ? new Tensor(x.value(), shape, order)
        : network.emit(new Reshape(wanted), order, x);
  }

  /** All axes from that one on as one, and all before it as one: [before, from]. */
  public Tensor flatten(Tensor x, int from) throws Problem {
    List<Long> extents = new ArrayList<>(List.of(1L, 1L));
    for (int axis = 0; axis < x.rank(); axis++) {
      int to = axis < from ? 0 : 1;
      extents.set(to, extents.get(to) * x.extent(axis));
    }
    return reshape(x, network.shape(extents));
  }

  /** Without these axes, whose extents must be 1. */
  public Tensor squeeze(Tensor x, List<Integer> axes) throws Problem {
    List<Integer> extents = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!axes.contains(axis)) {
        extents.add(x.extent(axis));
      } else if (x.extent(axis) != 1) {
        throw network.broken("it drops axis " + axis + " of " + x.shape());
      }
    }
    return reshape(x, new Shape(extents));
  }

  /** With axes of extent 1, which have these positions in the result. */
  public Tensor unsqueeze(Tensor x, List<Integer> axes) throws Problem {
    List<Integer> extents = new ArrayList<>(x.shape().extents());
    for (int axis : axes.stream().sorted().toList()) {
      if (axis < 0 || axis > extents.size()) {
        throw network.broken("it adds axis " + axis + " to " + x.shape());
      }
      extents.add(axis, 1);
    }
    return reshape(x, new Shape(extents));
  }

  /** Axes of extent 1 in front, until there are so many axes. */
  Tensor leading(Tensor x, int rank) throws Problem {
    if (x.rank() >= rank) {
      return x;
    }
    int more = rank - x.rank();
    List<Integer> extents = new ArrayList<>(Collections.nCopies(more, 1));
    extents.addAll(x.shape().extents());
    List<Integer> order = new ArrayList<>(Tensor.plain(more));
    x.order().forEach(a -> order.add(a == Tensor.PHANTOM ? a : a + more));
    return held(x, new Shape(extents), order);
  }

  /** Tensors laid end to end. */
  public Tensor concat(List<Tensor> parts, int axis) throws Problem {
    Tensor model = parts.get(0);
    for (Tensor part : parts) {
      if (part.rank() != model.rank()) {
        throw network.broken("it joins " + model.shape() + " and " + part.shape());
      }
      model = network.isConstant(model) && !network.isConstant(part) ? part : model;
    }
    List<Integer> order = model.order();
    Tensor[] inputs = new Tensor[parts.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = network.arranged(parts.get(i), order);
    }
    return inputs.length == 1
        ? inputs[0]
        : network.emit(new Concat(place(model, axis)), order, inputs);
  }

  /** Every step-th element of an axis; a negative step goes backwards from {@code first}. */
  public Tensor slice(Tensor x, int axis, int first, int count, int step) throws Problem {
    Shape held = network.held(x).shape();
    int place = place(x, axis);
    if (first == 0 && step == 1 && count == x.extent(axis)) {
      return x;
    }
    if (count < 1) {
      throw network.broken("a slice of " + count + " elements of axis " + axis);
    }
    List<Integer> begin = new ArrayList<>(Collections.nCopies(held.rank(), 0));
    List<Integer> steps = new ArrayList<>(Collections.nCopies(held.rank(), 1));
    begin.set(place, first);
    steps.set(place, step);
    return network.emit(new Slice(begin, steps, held.with(place, count)), x.order(), x);
  }

  /** Where the graph holds the axis; a tensor of no axis has none. */
  private int place(Tensor x, int axis) throws Problem {
    return x.place(network.axis(axis, x.rank()));
  }

  /** Slices of an axis by their index, each as often as it is named. */
  public Tensor take(Tensor x, int axis, List<Integer> indices) throws Problem {
    if (indices.isEmpty()) {
      throw network.broken("it takes nothing of axis " + axis);
    }
    return network.emit(new Take(place(x, axis), indices), x.order(), x);
  }

  /** A number put before and behind an axis; negative counts cut off. */
  public Tensor pad(Tensor x, int axis, int before, int after, double number) throws Problem {
    Tensor cut = x;
    int less = Math.min(before, 0);
    int lessAfter = Math.min(after, 0);
    place(x, axis);
    if (less < 0 || lessAfter < 0) {
      cut = slice(x, axis, -less, x.extent(axis) + less + lessAfter, 1);
    }
    return pad(cut, axis, before - less, after - lessAfter, Pad.Mode.CONSTANT, number);
  }

  /** Elements put before and behind an axis. */
  public Tensor pad(Tensor x, int axis, int before, int after, Pad.Mode mode, double number)
      throws Problem {
    if (before == 0 && after == 0) {
      return x;
    }
    int place = place(x, axis);
    boolean mirror = mode != Pad.Mode.CONSTANT;
    int most = mode == Pad.Mode.REFLECT ? x.extent(axis) - 1 : x.extent(axis);
    int limit = mirror ? most : MOST_PADDING;
    if (before < 0 || after < 0 || before > limit || after > limit) {
      throw network.broken("it pads " + x.shape() + " by " + before + " and " + after);
    }
    int rank = x.order().size();
    List<Integer> first = new ArrayList<>(Collections.nCopies(rank, 0));
    List<Integer> last = new ArrayList<>(first);
    first.set(place, before);
    last.set(place, after);
    return network.emit(new Pad(first, last, mode, number), x.order(), x);
  }

  /** Extents of 1 repeated until the shape is that one, as in NumPy. */
  public Tensor expand(Tensor x, Shape shape) throws Problem {
    Tensor wide = leading(x, shape.rank());
    for (int axis = 0; axis < wide.rank(); axis++) {
      int wanted =
          axis < wide.rank() - shape.rank() ? 1 : shape.extent(axis - wide.rank() + shape.rank());
      if (wide.extent(axis) == 1 && wanted > 1) {
        network.shape(List.of(wide.shape().elements(), (long) wanted));
        wide = take(wide, axis, Collections.nCopies(wanted, 0));
      } else if (wanted > 1 && wanted != wide.extent(axis)) {
        throw network.broken("it repeats " + x.shape() + " to " + shape);
      }
    }
    return wide;
  }
}
