package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.importer.data.FlatFile;
import java.nio.ByteBuffer;

/** Decodes the data of constant tensors. */
final class ConstantReader {
  private final FlatFile file;

  ConstantReader(FileModel model) {
    this.file = model.file();
  }

  /** The elements, of which there must be as many as the shape says. */
  Constant read(FileTensor tensor, ByteBuffer data) throws Problem {
    int count = tensor.shape().size();
    long bytes = ((long) count * tensor.type().bits() + 7) / 8;
    if (tensor.type().bits() == 0 || data.capacity() < bytes) {
      throw file.broken(
          0, "constant " + tensor.shown() + " has " + data.capacity() + " bytes of data");
    }
    file.charge(bytes, "too many constants");
    return tensor.isFloat()
        ? new Constant.Floats(reals(tensor.type(), data, count))
        : new Constant.Integers(integers(tensor.type(), data, count));
  }

  private static float[] reals(TensorType type, ByteBuffer data, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          type == TensorType.FLOAT32
              ? data.getFloat(i * Float.BYTES)
              : half(data.getShort(i * Short.BYTES));
    }
    return values;
  }

  /** IEEE 754 half precision; JDK 17 has no conversion of its own. */
  static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude;
    if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((float) fraction, -24);
    } else {
      magnitude = Math.scalb((float) (fraction | 0x400), exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }

  private static long[] integers(TensorType type, ByteBuffer data, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = integer(type, data, i);
    }
    return values;
  }

  private static long integer(TensorType type, ByteBuffer data, int i) {
    return switch (type) {
      case INT4 -> (data.get(i / 2) << (i % 2 == 0 ? 28 : 24)) >> 28;
      case INT8 -> data.get(i);
      case UINT8 -> Byte.toUnsignedInt(data.get(i));
      case BOOL -> data.get(i) == 0 ? 0 : 1;
      case INT16 -> data.getShort(i * Short.BYTES);
      case INT32 -> data.getInt(i * Integer.BYTES);
      default -> data.getLong(i * Long.BYTES);
    };
  }
}
