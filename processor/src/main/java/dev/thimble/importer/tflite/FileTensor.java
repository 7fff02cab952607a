package dev.thimble.importer.tflite;

import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import java.util.Optional;

/**
 * A tensor as the file describes it, already checked.
 *
 * @param index its position in its subgraph
 * @param name what its author called it, for messages only
 * @param type what one element is
 * @param shape its extents; unknown ones are 1
 * @param empty whether it has no elements at all; the shape says nothing then
 * @param quantization scales and zero points, if there are any
 * @param buffer index of its data; the first one is always empty
 * @param open whether the file leaves an extent to what runs before
 * @param variable whether it keeps its contents between calls
 */
record FileTensor(
    int index,
    String name,
    TensorType type,
    Shape shape,
    boolean empty,
    Optional<Quantization> quantization,
    int buffer,
    boolean open,
    boolean variable) {
  /** As it is shown in messages. */
  String shown() {
    return "\"" + name + "\" (" + type + " " + (empty ? "empty" : shape) + ")";
  }

  /** The same tensor with other extents. */
  FileTensor with(Shape other) {
    return new FileTensor(index, name, type, other, empty, quantization, buffer, open, variable);
  }

  boolean isFloat() {
    return type == TensorType.FLOAT32 || type == TensorType.FLOAT16;
  }
}
