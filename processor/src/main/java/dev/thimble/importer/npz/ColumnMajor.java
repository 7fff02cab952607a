package dev.thimble.importer.npz;

import dev.thimble.graph.Constant;
import java.util.List;

/** Turns data whose first axis varies fastest into data whose last axis does. */
final class ColumnMajor {
  private ColumnMajor() {}

  static Constant rowMajor(Constant data, List<Integer> extents) {
    int[] from = places(data.size(), extents);
    if (data instanceof Constant.Floats floats) {
      float[] turned = new float[from.length];
      for (int i = 0; i < turned.length; i++) {
        turned[i] = floats.values()[from[i]];
      }
      return new Constant.Floats(turned);
    }
    long[] integers = ((Constant.Integers) data).values();
    long[] turned = new long[from.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = integers[from[i]];
    }
    return new Constant.Integers(turned);
  }

  /** Where each element of the row-major result lies. */
  private static int[] places(int size, List<Integer> extents) {
    int[] places = new int[size];
    int outer = 1;
    int stride = 1;
    // Axis by axis from the outside: the elements of one more axis follow each place found so far.
    for (int extent : extents) {
      if (size == 0) {
        return places;
      }
      for (int i = outer - 1; i >= 0; i--) {
        for (int j = extent - 1; j >= 0; j--) {
          places[i * extent + j] = places[i] + j * stride;
        }
      }
      outer *= extent;
      stride *= extent;
    }
    return places;
  }
}
