package dev.thimble.importer.network;

import dev.thimble.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A reshape that may leave the elements where they are although the graph holds the axes in another
 * order: axes are merged and split in blocks, each of which the graph holds in the file's order.
 */
final class Regrouping {
  private final Tensor from;
  private final Shape to;

  /** Axes of the result that are one block of axes of the input. */
  private record Block(List<Integer> before, List<Integer> after) {}

  Regrouping(Tensor from, Shape to) {
    this.from = from;
    this.to = to;
  }

  /** The order in which the graph holds the result's axes; empty if elements must move. */
  List<Integer> order() {
    List<Block> blocks = blocks();
    List<Integer> held = new ArrayList<>(from.order());
    held.removeIf(axis -> axis == Tensor.PHANTOM || from.extent(axis) == 1);
    List<Integer> many = new ArrayList<>();
    for (int at = 0; at < held.size(); ) {
      Block block = blockOf(blocks, held.get(at));
      int end = at + block.before.size();
      if (end > held.size() || !held.subList(at, end).equals(block.before)) {
        return List.of();
      }
      many.addAll(block.after);
      at = end;
    }
    return withOnes(many);
  }

  private static Block blockOf(List<Block> blocks, int axis) {
    return blocks.stream().filter(b -> b.before.contains(axis)).findFirst().orElseThrow();
  }

  /** The smallest blocks of axes of more than one element, in the file's order. */
  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < from.rank() || j < to.rank()) {
      List<Integer> before = new ArrayList<>();
      List<Integer> after = new ArrayList<>();
      long left = 1;
      long right = 1;
      do {
        if (i < from.rank() && (left <= right || j >= to.rank())) {
          left *= from.extent(i);
          add(before, i, from.extent(i++));
        } else {
          right *= to.extent(j);
          add(after, j, to.extent(j++));
        }
      } while (left != right);
      blocks.add(new Block(before, after));
    }
    return blocks;
  }

  private static void add(List<Integer> axes, int axis, int extent) {
    if (extent > 1) {
      axes.add(axis);
    }
  }

  /** Puts the axes of one element where a customary order has them, or in front. */
  private List<Integer> withOnes(List<Integer> many) {
    List<List<Integer>> customary = new ArrayList<>(List.of(Tensor.plain(to.rank())));
    if (to.rank() == 3 || to.rank() == 4) {
      customary.add(0, Tensor.picture(to.rank()));
    }
    for (List<Integer> order : customary) {
      if (order.stream().filter(a -> a >= 0 && to.extent(a) > 1).toList().equals(many)) {
        return order;
      }
    }
    List<Integer> order = new ArrayList<>(Tensor.plain(to.rank()));
    order.removeAll(many);
    order.addAll(many);
    return order;
  }
}
