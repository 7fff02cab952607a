package dev.thimble.graph;

import java.util.Arrays;

/** The data of a constant tensor, row-major. The arrays are not copied and must not be changed. */
public sealed interface Constant {
  /** Number of elements. */
  int size();

  /** Integers of any element type. */
  record Integers(long[] values) implements Constant {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Integers that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return "Integers[" + values.length + "]";
    }
  }

  /** Reals. */
  record Floats(float[] values) implements Constant {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Floats that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return "Floats[" + values.length + "]";
    }
  }
}
