package dev.thimble.kernel;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * An array that kernels read and write.
 *
 * @param name unique in its program
 * @param element its elements
 * @param length number of elements
 * @param space where it lives
 * @param data the values of a constant, or those that a state has at the start
 * @param range proven limits of its elements
 */
public record Buffer(
    String name, Element element, int length, Space space, Optional<Data> data, Interval range) {
  /** Where an array lives. */
  public enum Space {
    /** In the arena: its bytes are shared with others over time. */
    ARENA,
    /** Kept between inferences. */
    STATE,
    /** In flash. */
    CONSTANT,
    /** In flash, where short addresses may not reach. */
    FAR,
    /** In the arena, while one kernel runs. */
    SCRATCH
  }

  /** The values of a constant; not to be changed. */
  public record Data(long[] values) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Data that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return values.length + " values";
    }
  }

  /** An array in the arena. */
  public static Buffer arena(String name, Element element, int length, Interval range) {
    return new Buffer(name, element, length, Space.ARENA, Optional.empty(), range);
  }

  /** A constant of elements of that type, whatever its values are. */
  public static Buffer constant(String name, Element element, long[] values) {
    return new Buffer(
        name,
        element,
        values.length,
        Space.CONSTANT,
        Optional.of(new Data(values)),
        element.range());
  }

  /** A constant in the narrowest element type that holds it, of those that C has. */
  public static Buffer constant(String name, long[] values) {
    Interval range = Interval.of(values[0]);
    for (long value : values) {
      range = range.union(Interval.of(value));
    }
    Element element = Element.I64;
    for (Element type : new Element[] {Element.I32, Element.I16, Element.U8, Element.I8}) {
      if (type.range().contains(range)) {
        element = type;
      }
    }
    return new Buffer(
        name, element, values.length, Space.CONSTANT, Optional.of(new Data(values)), range);
  }

  /** A constant of signed 4 bits, two a byte. */
  public static Buffer packed(String name, long[] values) {
    Interval range = Interval.of(values[0]);
    for (long value : values) {
      range = range.union(Interval.of(value));
    }
    if (!Element.I4.range().contains(range)) {
      throw new IllegalArgumentException(name + " holds " + range);
    }
    return new Buffer(
        name, Element.I4, values.length, Space.CONSTANT, Optional.of(new Data(values)), range);
  }

  /**
   * A constant with the values that a state has at the start; none where one number says them all.
   */
  public Optional<Buffer> initial() {
    boolean uniform = data.isEmpty() || Arrays.stream(values()).allMatch(v -> v == values()[0]);
    return uniform
        ? Optional.empty()
        : Optional.of(new Buffer(name + "_initial", element, length, Space.CONSTANT, data, range));
  }

  /** The same array under another name. */
  public Buffer named(String other) {
    return new Buffer(other, element, length, space, data, range);
  }

  /** Bytes in memory. */
  public int bytes() {
    return element == Element.I4 ? (length + 1) / 2 : length * element.bytes();
  }

  /** The values of a constant. */
  public long[] values() {
    return data.orElseThrow().values();
  }

  /** Whether it is a constant. */
  public boolean isConstant() {
    return space == Space.CONSTANT || space == Space.FAR;
  }

  /** Whether it is a constant that short addresses may not reach. */
  public boolean isFar() {
    return space == Space.FAR;
  }

  /** The same constant where short addresses may not reach. */
  public Buffer far() {
    return new Buffer(name, element, length, Space.FAR, data, range);
  }

  /** Two buffers are the same if they have one name: a program has no second one. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Buffer that
        && name.equals(that.name)
        && element == that.element
        && length == that.length
        && space == that.space
        && data.equals(that.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, element, length, space);
  }
}
