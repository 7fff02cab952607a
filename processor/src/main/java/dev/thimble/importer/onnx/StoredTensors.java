package dev.thimble.importer.onnx;

import com.google.protobuf.ByteString;
import dev.thimble.diagnostic.OnnxMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Shape;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Site;
import dev.thimble.importer.network.Tensor;
import dev.thimble.importer.onnx.schema.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Constants of a file. No more elements are made than the file has bytes for. */
final class StoredTensors {
  private static final int MAX_RANK = 8;

  private final ModelFile file;
  private final Network network;

  StoredTensors(ModelFile file, Network network) {
    this.file = file;
    this.network = network;
  }

  /** The tensor of a constant. */
  Tensor read(TensorProto constant) throws Problem {
    TensorProto stored = ExternalData.inside(file, constant);
    Shape shape = shape(stored);
    return type(stored).isReal()
        ? network.constant(shape, reals(stored, shape.size()))
        : network.integers(shape, integers(stored, shape.size()));
  }

  /** The integers of a constant. */
  long[] integers(TensorProto constant) throws Problem {
    TensorProto stored = ExternalData.inside(file, constant);
    return integers(stored, shape(stored).size());
  }

  /** Whether a constant has no elements: it stands for an input that is absent. */
  static boolean isEmpty(TensorProto stored) {
    return stored.getDimsList().contains(0L);
  }

  Shape shape(TensorProto stored) throws Problem {
    if (stored.getDimsCount() > MAX_RANK) {
      throw broken(stored, "it has " + stored.getDimsCount() + " axes");
    }
    return network.shape(stored.getDimsList());
  }

  private DataType type(TensorProto stored) throws Problem {
    return DataType.of(stored.getDataType())
        .filter(t -> t != DataType.STRING)
        .orElseThrow(() -> broken(stored, "its elements are of type " + stored.getDataType()));
  }

  private float[] reals(TensorProto stored, int count) throws Problem {
    DataType type = type(stored);
    boolean doubles = type == DataType.DOUBLE;
    boolean halves = type == DataType.FLOAT16 || type == DataType.BFLOAT16;
    int given = doubles ? stored.getDoubleDataCount() : stored.getFloatDataCount();
    boolean raw = stored.hasRawData();
    check(stored, count, raw ? -1 : halves ? stored.getInt32DataCount() : given);
    ByteBuffer bytes = bytes(stored);
    float[] reals = new float[count];
    for (int i = 0; i < count; i++) {
      reals[i] =
          switch (type) {
            case DOUBLE -> (float) (raw ? bytes.getDouble(i * 8) : stored.getDoubleData(i));
            case FLOAT16 -> half(raw ? bytes.getShort(i * 2) : (short) stored.getInt32Data(i));
            case BFLOAT16 ->
                Float.intBitsToFloat(
                    (raw ? bytes.getShort(i * 2) : stored.getInt32Data(i)) << Short.SIZE);
            default -> raw ? bytes.getFloat(i * 4) : stored.getFloatData(i);
          };
    }
    return reals;
  }

  /** IEEE 754 half precision. */
  static float half(short bits) {
    int exponent = bits >> 10 & 0x1F;
    int mantissa = bits & 0x3FF;
    float magnitude;
    if (exponent == 0) {
      magnitude = Math.scalb((float) mantissa, -24);
    } else if (exponent == 0x1F) {
      magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Math.scalb((float) (mantissa | 0x400), exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }

  private long[] integers(TensorProto stored, int count) throws Problem {
    DataType type = type(stored);
    if (type.isReal()) {
      throw broken(stored, "reals where integers are expected");
    }
    boolean raw = stored.hasRawData();
    boolean wide = type == DataType.INT64;
    boolean unsigned = type == DataType.UINT64 || type == DataType.UINT32;
    int given =
        wide
            ? stored.getInt64DataCount()
            : unsigned ? stored.getUint64DataCount() : stored.getInt32DataCount();
    check(stored, count, raw ? -1 : given);
    ByteBuffer bytes = bytes(stored);
    long[] integers = new long[count];
    for (int i = 0; i < count; i++) {
      if (raw) {
        integers[i] = raw(type, bytes, i * type.bytes());
      } else if (wide) {
        integers[i] = stored.getInt64Data(i);
      } else {
        integers[i] = unsigned ? stored.getUint64Data(i) : stored.getInt32Data(i);
      }
    }
    return integers;
  }

  private static long raw(DataType type, ByteBuffer bytes, int at) {
    return switch (type) {
      case UINT8, BOOL -> Byte.toUnsignedInt(bytes.get(at));
      case INT8 -> bytes.get(at);
      case UINT16 -> Short.toUnsignedInt(bytes.getShort(at));
      case INT16 -> bytes.getShort(at);
      case INT32 -> bytes.getInt(at);
      case UINT32 -> Integer.toUnsignedLong(bytes.getInt(at));
      default -> bytes.getLong(at);
    };
  }

  private static ByteBuffer bytes(TensorProto stored) {
    ByteString raw = stored.getRawData();
    // Sliced: the bytes of a part of a file need not begin at index 0 of the buffer.
    return raw.asReadOnlyByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** As many elements as the extents say; {@code given} is -1 for raw bytes. */
  private void check(TensorProto stored, int count, int given) throws Problem {
    long there = given < 0 ? stored.getRawData().size() / type(stored).bytes() : given;
    if (there != count) {
      throw broken(stored, "it has " + there + " elements, not " + count);
    }
  }

  private Problem broken(TensorProto stored, String what) {
    return new Problem(
        OnnxMessage.TM3205_BROKEN_CONSTANT, file.name(), Site.printable(stored.getName()), what);
  }
}
