package dev.thimble.graph;

import java.util.Optional;

/**
 * A tensor that flows through a graph, or a constant of it.
 *
 * @param name unique in its graph
 * @param element what one element is
 * @param shape its extents
 * @param quantization what its integers stand for, where they stand for reals
 * @param constant its data, if it is a constant
 */
public record Value(
    String name,
    ElementType element,
    Shape shape,
    Optional<Quantization> quantization,
    Optional<Constant> constant) {
  /** Checks that a constant has as many elements as its shape says. */
  public Value {
    if (constant.isPresent() && constant.get().size() != shape.elements()) {
      throw new IllegalArgumentException(
          name + ": " + constant.get().size() + " elements for " + shape);
    }
  }

  /** A tensor of reals. */
  public static Value real(String name, Shape shape) {
    return new Value(name, ElementType.FLOAT32, shape, Optional.empty(), Optional.empty());
  }

  /** A constant tensor of reals. */
  public static Value real(String name, Shape shape, float[] data) {
    return new Value(
        name, ElementType.FLOAT32, shape, Optional.empty(), Optional.of(new Constant.Floats(data)));
  }

  /** A tensor of quantised integers. */
  public static Value quantized(
      String name, ElementType element, Shape shape, Quantization quantization) {
    return new Value(name, element, shape, Optional.of(quantization), Optional.empty());
  }

  /** A constant tensor of plain integers. */
  public static Value integers(String name, ElementType element, Shape shape, long[] data) {
    return new Value(
        name, element, shape, Optional.empty(), Optional.of(new Constant.Integers(data)));
  }

  /** The same constant with other meaning. */
  public Value with(Quantization newQuantization) {
    return new Value(name, element, shape, Optional.of(newQuantization), constant);
  }

  /** The same value in another shape of as many elements. */
  public Value with(Shape newShape) {
    return new Value(name, element, newShape, quantization, constant);
  }

  /** Whether the data is known while compiling. */
  public boolean isConstant() {
    return constant.isPresent();
  }

  /** The data of an integer constant. */
  public long[] integers() {
    return ((Constant.Integers) constant.orElseThrow()).values();
  }

  /** The data of a constant of reals. */
  public float[] floats() {
    return ((Constant.Floats) constant.orElseThrow()).values();
  }

  /** The quantisation of a value that must have one: the importers and the quantiser see to it. */
  public Quantization quantized() {
    return quantization.orElseThrow(() -> new IllegalStateException(name + " is not quantised"));
  }

  /** Bytes that the tensor takes in memory. */
  public int bytes() {
    return Math.toIntExact((shape.elements() * element.bits() + 7) / 8);
  }

  /** Written out: what records derive is slow the first time, and javac compiles once. */
  @Override
  public boolean equals(Object other) {
    return other == this
        || other instanceof Value that
            && name.equals(that.name)
            && element == that.element
            && shape.equals(that.shape)
            && quantization.equals(that.quantization)
            && constant.equals(that.constant);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + shape.hashCode();
  }
}
