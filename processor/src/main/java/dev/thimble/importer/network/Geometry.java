package dev.thimble.importer.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How a window slides over the axes behind batch and channels: one axis for sequences, two for
 * pictures.
 *
 * @param strides elements between windows, for each axis
 * @param dilations elements between taps, for each axis
 * @param before elements of padding before each axis; negative ones cut off
 * @param after elements of padding behind each axis
 */
public record Geometry(
    List<Integer> strides, List<Integer> dilations, List<Integer> before, List<Integer> after) {
  /** Copies the lists. */
  public Geometry {
    strides = List.copyOf(strides);
    dilations = List.copyOf(dilations);
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** Windows side by side, one element apart, without padding. */
  public static Geometry plain(int axes) {
    return new Geometry(same(axes, 1), same(axes, 1), same(axes, 0), same(axes, 0));
  }

  /** The same number for each axis. */
  public static List<Integer> same(int axes, int number) {
    return Collections.nCopies(axes, number);
  }

  /** The same window with other padding. */
  public Geometry padded(List<Integer> newBefore, List<Integer> newAfter) {
    return new Geometry(strides, dilations, newBefore, newAfter);
  }

  /**
   * The same window, padded so that there are as many outputs as strides fit into the input.
   *
   * @param extents of the axes
   * @param kernel taps for each axis
   * @param oddFirst whether an odd element of padding goes before, not behind
   */
  public Geometry same(List<Integer> extents, List<Integer> kernel, boolean oddFirst) {
    List<Integer> newBefore = new ArrayList<>();
    List<Integer> newAfter = new ArrayList<>();
    for (int axis = 0; axis < axes(); axis++) {
      int outputs = (extents.get(axis) + strides.get(axis) - 1) / strides.get(axis);
      int total =
          Math.max(0, (outputs - 1) * strides.get(axis) + span(axis, kernel) - extents.get(axis));
      int less = total / 2;
      newBefore.add(oddFirst ? total - less : less);
      newAfter.add(oddFirst ? less : total - less);
    }
    return padded(newBefore, newAfter);
  }

  /** Number of axes. */
  public int axes() {
    return strides.size();
  }

  /** Elements that the dilated window spans along an axis. */
  int span(int axis, List<Integer> kernel) {
    return (kernel.get(axis) - 1) * dilations.get(axis) + 1;
  }

  boolean padded() {
    return !before.stream().allMatch(p -> p == 0) || !after.stream().allMatch(p -> p == 0);
  }
}
