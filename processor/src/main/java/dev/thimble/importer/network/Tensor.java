package dev.thimble.importer.network;

import dev.thimble.graph.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tensor of a file: extents in the file's own order of axes, and how the graph holds it.
 *
 * @param value the name of the graph's value
 * @param shape the file's extents
 * @param order for each axis of the graph's value the file's axis that it is, or {@link #PHANTOM}
 */
public record Tensor(String value, Shape shape, List<Integer> order) {
  /** An axis of extent 1 that the file does not have: sequences are pictures one column wide. */
  static final int PHANTOM = -1;

  /** Copies the order. */
  public Tensor {
    order = List.copyOf(order);
  }

  /** Number of axes in the file. */
  public int rank() {
    return shape.rank();
  }

  /** Extent of one of the file's axes; a negative one counts from the end. */
  public int extent(int axis) {
    return shape.extent(axis);
  }

  /** The axes as the file has them. */
  static List<Integer> plain(int rank) {
    return IntStream.range(0, rank).boxed().toList();
  }

  /** Channels, axis 1 of the file, go last; sequences get a column. */
  static List<Integer> picture(int rank) {
    return rank == 3 ? List.of(0, 2, PHANTOM, 1) : List.of(0, 2, 3, 1);
  }

  /** The shape of a value that holds these extents in that order. */
  static Shape held(Shape shape, List<Integer> order) {
    return new Shape(order.stream().map(a -> a == PHANTOM ? 1 : shape.extent(a)).toList());
  }

  /** Where the graph's value has the file's axis. */
  int place(int axis) {
    return order.indexOf(axis);
  }

  boolean isPlain() {
    return order.equals(plain(rank()));
  }

  /** The same value, its axes read in another order by the file. */
  Tensor relabelled(List<Integer> permutation) {
    Shape other = new Shape(permutation.stream().map(shape::extent).toList());
    return new Tensor(
        value, other, order.stream().map(a -> a == PHANTOM ? a : permutation.indexOf(a)).toList());
  }
}
