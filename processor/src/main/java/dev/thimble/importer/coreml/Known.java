package dev.thimble.importer.coreml;

import dev.thimble.graph.Constant;
import java.util.List;

/**
 * A constant of a program.
 *
 * @param extents its shape; empty for a single number
 * @param data numbers; none for texts
 * @param texts texts; none for numbers
 */
record Known(List<Long> extents, Constant data, List<String> texts) {
  static Known of(List<Long> extents, Constant data) {
    return new Known(extents, data, List.of());
  }

  static Known of(List<String> texts) {
    return new Known(List.of((long) texts.size()), new Constant.Integers(new long[0]), texts);
  }

  boolean real() {
    return data instanceof Constant.Floats;
  }

  float[] floats() {
    if (data instanceof Constant.Floats reals) {
      return reals.values();
    }
    long[] integers = ((Constant.Integers) data).values();
    float[] reals = new float[integers.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = integers[i];
    }
    return reals;
  }

  long[] integers() {
    return data instanceof Constant.Integers whole ? whole.values() : new long[0];
  }
}
