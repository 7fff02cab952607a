package dev.thimble.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Extents of a tensor, outermost first; pictures are height, width, channels.
 *
 * @param extents each at least 1
 */
public record Shape(List<Integer> extents) {
  /** Copies the extents. */
  public Shape {
    extents = List.copyOf(extents);
    for (int extent : extents) {
      if (extent < 1) {
        throw new IllegalArgumentException("extent " + extent + " in " + extents);
      }
    }
  }

  /** The shape of these extents. */
  public static Shape of(int... extents) {
    return new Shape(Arrays.stream(extents).boxed().toList());
  }

  /** Number of axes. */
  public int rank() {
    return extents.size();
  }

  /** Extent of an axis; a negative axis counts from the end. */
  public int extent(int axis) {
    return extents.get(axis < 0 ? rank() + axis : axis);
  }

  /** Number of elements. */
  public long elements() {
    long product = 1;
    for (int extent : extents) {
      product = Math.multiplyExact(product, extent);
    }
    return product;
  }

  /** Number of elements as an {@code int}; the importers refuse tensors that have more. */
  public int size() {
    return Math.toIntExact(elements());
  }

  /** Distance in elements between neighbours along the axis, for a dense row-major tensor. */
  public int stride(int axis) {
    int from = axis < 0 ? rank() + axis : axis;
    int stride = 1;
    for (int i = from + 1; i < rank(); i++) {
      stride *= extents.get(i);
    }
    return stride;
  }

  /** The same shape with one extent changed. */
  public Shape with(int axis, int extent) {
    List<Integer> changed = new ArrayList<>(extents);
    changed.set(axis < 0 ? rank() + axis : axis, extent);
    return new Shape(changed);
  }

  /** Written out, as in {@link Value}. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && extents.equals(that.extents);
  }

  @Override
  public int hashCode() {
    return extents.hashCode();
  }

  /** As users write it: {@code 8x8x1}. */
  @Override
  public String toString() {
    return extents.isEmpty()
        ? "scalar"
        : extents.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
