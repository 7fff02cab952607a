package dev.thimble.importer;

import dev.thimble.graph.Constant;
import dev.thimble.graph.ElementType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One array of a {@link TensorFile}, row-major.
 *
 * @param name its name in the file
 * @param element what one element was in the file; wider reals arrive as {@link
 *     ElementType#FLOAT32}
 * @param extents outermost first; empty for a scalar, and an extent may be 0
 * @param data the elements: {@link Constant.Floats} for reals, {@link Constant.Integers} for all
 *     else
 */
public record Array(String name, ElementType element, List<Integer> extents, Constant data) {
  /** Copies the extents. */
  public Array {
    extents = List.copyOf(extents);
  }

  /** Number of elements. */
  public int size() {
    return data.size();
  }

  /** The elements as reals, integers converted; not to be changed. */
  public float[] floats() {
    if (data instanceof Constant.Floats reals) {
      return reals.values();
    }
    long[] integers = ((Constant.Integers) data).values();
    float[] result = new float[integers.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = integers[i];
    }
    return result;
  }

  /** The extents as they are shown: {@code 8x1x3x3}. */
  public String shape() {
    return extents.isEmpty()
        ? "scalar"
        : extents.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
