package dev.thimble.importer.coreml;

import com.google.protobuf.ByteString;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.importer.coreml.schema.DataType;
import dev.thimble.importer.coreml.schema.Dimension;
import dev.thimble.importer.coreml.schema.ListValue;
import dev.thimble.importer.coreml.schema.TensorType;
import dev.thimble.importer.coreml.schema.TensorValue;
import dev.thimble.importer.coreml.schema.Value;
import dev.thimble.importer.data.Extents;
import dev.thimble.importer.data.RawType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes the constants of a program, in the file or beside it. */
record ProgramValues(ModelPackage file) {
  private static final int BYTE = 8;

  /** The constant of a value. */
  Known read(Value value) throws Problem {
    if (value.getImmediateValue().hasList()) {
      return names(value.getImmediateValue().getList());
    }
    TensorType type = value.getType().getTensorType();
    if (!value.getType().hasTensorType()) {
      throw file.broken("a constant is no tensor");
    }
    TensorValue tensor = value.getImmediateValue().getTensor();
    if (type.getDataType() == DataType.STRING) {
      return Known.of(tensor.getStrings().getValuesList());
    }
    List<Long> extents = extents(type);
    long elements = Extents.elements(extents).orElse(-1);
    if (elements < 0) {
      throw file.broken("a constant has the extents " + extents);
    }
    Constant data =
        value.hasBlobFileValue() ? stored(value, type.getDataType(), elements) : held(type, tensor);
    if (data.size() != elements) {
      throw file.broken("a constant has " + data.size() + " elements instead of " + elements);
    }
    return Known.of(extents, data);
  }

  /** A list, such as the names of classes: texts, or numbers as texts. */
  private Known names(ListValue list) throws Problem {
    List<String> names = new ArrayList<>();
    for (Value value : list.getValuesList()) {
      if (value.getImmediateValue().hasList()) {
        throw file.broken("a list holds lists");
      }
      Known one = read(value);
      names.addAll(one.texts());
      for (long number : one.integers()) {
        names.add(String.valueOf(number));
      }
    }
    return Known.of(names);
  }

  private List<Long> extents(TensorType type) throws Problem {
    List<Long> extents = new ArrayList<>();
    for (Dimension dimension : type.getDimensionsList()) {
      if (!dimension.hasConstant()) {
        throw file.broken("a constant has an open extent");
      }
      extents.add(dimension.getConstant().getSize());
    }
    return extents;
  }

  private Constant stored(Value value, DataType type, long elements) throws Problem {
    int bits = bits(type);
    long bytes = (elements * bits + BYTE - 1) / BYTE;
    byte[] data = BlobFile.bytes(file, value.getBlobFileValue(), bytes);
    return decoded(type, data, elements);
  }

  private Constant decoded(DataType type, byte[] data, long elements) throws Problem {
    Optional<RawType> raw = raw(type);
    if (raw.isPresent()) {
      return raw.get().decode(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN));
    }
    return new Constant.Integers(
        PackedBits.unpack(data, bits(type), (int) elements, type == DataType.INT4));
  }

  private Constant held(TensorType type, TensorValue tensor) throws Problem {
    return switch (tensor.getValueCase()) {
      case FLOATS -> reals(tensor.getFloats().getValuesList());
      case DOUBLES ->
          reals(tensor.getDoubles().getValuesList().stream().map(Double::floatValue).toList());
      case INTS ->
          new Constant.Integers(
              tensor.getInts().getValuesList().stream().mapToLong(v -> v).toArray());
      case LONGINTS ->
          new Constant.Integers(
              tensor.getLongInts().getValuesList().stream().mapToLong(v -> v).toArray());
      case BOOLS ->
          new Constant.Integers(
              tensor.getBools().getValuesList().stream().mapToLong(v -> v ? 1 : 0).toArray());
      case BYTES -> bytes(type, tensor.getBytes().getValues());
      default -> new Constant.Integers(new long[0]);
    };
  }

  private Constant bytes(TensorType type, ByteString bytes) throws Problem {
    byte[] data = bytes.toByteArray();
    long elements = Extents.elements(extents(type)).orElse(0);
    if (data.length != (elements * bits(type.getDataType()) + BYTE - 1) / BYTE) {
      throw file.broken("a constant has " + data.length + " bytes for " + elements + " elements");
    }
    return decoded(type.getDataType(), data, elements);
  }

  private static Constant reals(List<Float> values) {
    float[] reals = new float[values.size()];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = values.get(i);
    }
    return new Constant.Floats(reals);
  }

  private static Optional<RawType> raw(DataType type) {
    return switch (type) {
      case FLOAT16 -> Optional.of(RawType.F16);
      case BFLOAT16 -> Optional.of(RawType.BF16);
      case FLOAT32 -> Optional.of(RawType.F32);
      case FLOAT64 -> Optional.of(RawType.F64);
      case INT8 -> Optional.of(RawType.I8);
      case INT16 -> Optional.of(RawType.I16);
      case INT32 -> Optional.of(RawType.I32);
      case INT64 -> Optional.of(RawType.I64);
      case UINT8 -> Optional.of(RawType.U8);
      case UINT16 -> Optional.of(RawType.U16);
      case UINT32 -> Optional.of(RawType.U32);
      case BOOL -> Optional.of(RawType.BOOL);
      default -> Optional.empty();
    };
  }

  private int bits(DataType type) throws Problem {
    Optional<RawType> raw = raw(type);
    if (raw.isPresent()) {
      return raw.get().bytes() * BYTE;
    }
    return switch (type) {
      case UINT1 -> 1;
      case UINT2 -> 2;
      case UINT3 -> 3;
      case UINT4, INT4 -> 4;
      case UINT6 -> 6;
      default -> throw file.unsupported("a constant of type " + type, "Convert to float16.");
    };
  }
}
