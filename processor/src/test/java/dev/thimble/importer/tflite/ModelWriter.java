package dev.thimble.importer.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes tiny {@code .tflite} files, broken ones too: nothing is checked here. */
final class ModelWriter {
  private final FlatBufferBuilder builder = new FlatBufferBuilder();
  private final List<Integer> buffers = new ArrayList<>();
  private int[] signature = {};
  private final List<Integer> tensors = new ArrayList<>();
  private final List<Integer> operators = new ArrayList<>();
  private final List<Integer> codes = new ArrayList<>();
  private final List<Integer> subgraphs = new ArrayList<>();
  private final List<Integer> metadata = new ArrayList<>();
  private int version = 3;
  private String identifier = "TFL3";

  ModelWriter() {
    buffers.add(buffer(new byte[0]));
  }

  ModelWriter version(int other) {
    version = other;
    return this;
  }

  ModelWriter identifier(String other) {
    identifier = other;
    return this;
  }

  /** Scales and zero points of a tensor. */
  record Scale(float[] scales, long[] zeroPoints, int axis) {
    static Scale of(double scale, int zeroPoint) {
      return new Scale(new float[] {(float) scale}, new long[] {zeroPoint}, 0);
    }
  }

  private int buffer(byte[] data) {
    int bytes = data.length == 0 ? 0 : builder.createByteVector(data);
    builder.startTable(1);
    if (bytes != 0) {
      builder.addOffset(0, bytes, 0);
    }
    return builder.endTable();
  }

  /** Adds a tensor; returns its index. */
  int tensor(TensorType type, int[] shape, Scale scale, byte... data) {
    return tensor(false, type, shape, scale, data);
  }

  /** Adds a tensor whose extents the file leaves open: it says 1 of each. */
  int open(TensorType type, int rank, Scale scale) {
    int[] unknown = new int[rank];
    int[] ones = new int[rank];
    Arrays.fill(unknown, -1);
    Arrays.fill(ones, 1);
    signature = unknown;
    int tensor = tensor(type, ones, scale);
    signature = new int[0];
    return tensor;
  }

  /** Adds a tensor that keeps its contents from call to call. */
  int variable(TensorType type, int[] shape, Scale scale) {
    return tensor(true, type, shape, scale);
  }

  private int tensor(boolean variable, TensorType type, int[] shape, Scale scale, byte... data) {
    int buffer = 0;
    if (data.length > 0) {
      buffers.add(buffer(data));
      buffer = buffers.size() - 1;
    }
    int extents = ints(shape);
    int name = builder.createString("t" + tensors.size());
    int left = signature.length == 0 ? 0 : ints(signature);
    int quantization = scale.scales.length == 0 ? 0 : quantization(scale);
    builder.startTable(8);
    builder.addOffset(0, extents, 0);
    if (left != 0) {
      builder.addOffset(7, left, 0);
    }
    builder.addByte(1, (byte) type.ordinal(), 0);
    builder.addInt(2, buffer, 0);
    builder.addOffset(3, name, 0);
    if (quantization != 0) {
      builder.addOffset(4, quantization, 0);
    }
    builder.addBoolean(5, variable, false);
    tensors.add(builder.endTable());
    return tensors.size() - 1;
  }

  /** Names one tensor so many times. */
  void repeatTensor(int times) {
    tensor(TensorType.INT8, new int[] {1}, none());
    for (int i = 1; i < times; i++) {
      tensors.add(tensors.get(0));
    }
  }

  /** Adds an int32 constant without a scale. */
  int integers(int[] shape, int... values) {
    return integers(shape, none(), values);
  }

  /** Adds an int32 constant, as many of the values as the shape takes. */
  int scaledIntegers(int[] shape, double scale, int... values) {
    return integers(shape, Scale.of(scale, 0), Arrays.copyOf(values, shape[0]));
  }

  private int integers(int[] shape, Scale scale, int... values) {
    ByteBuffer data =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      data.putInt(value);
    }
    return tensor(TensorType.INT32, shape, scale, data.array());
  }

  /** A float32 constant. */
  int reals(int[] shape, float... values) {
    ByteBuffer data =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putFloat(value);
    }
    return tensor(TensorType.FLOAT32, shape, none(), data.array());
  }

  static Scale none() {
    return new Scale(new float[0], new long[0], 0);
  }

  private int quantization(Scale scale) {
    builder.startVector(Float.BYTES, scale.scales.length, Float.BYTES);
    for (int i = scale.scales.length - 1; i >= 0; i--) {
      builder.addFloat(scale.scales[i]);
    }
    int scales = builder.endVector();
    builder.startVector(Long.BYTES, scale.zeroPoints.length, Long.BYTES);
    for (int i = scale.zeroPoints.length - 1; i >= 0; i--) {
      builder.addLong(scale.zeroPoints[i]);
    }
    int zeroPoints = builder.endVector();
    builder.startTable(7);
    builder.addOffset(2, scales, 0);
    builder.addOffset(3, zeroPoints, 0);
    builder.addInt(6, scale.axis, 0);
    return builder.endTable();
  }

  private int ints(int... values) {
    builder.startVector(Integer.BYTES, values.length, Integer.BYTES);
    for (int i = values.length - 1; i >= 0; i--) {
      builder.addInt(values[i]);
    }
    return builder.endVector();
  }

  private int tables(List<Integer> offsets) {
    return builder.createVectorOfTables(offsets.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Sets the fields of an options table. */
  interface Fields {
    void set(FlatBufferBuilder builder);
  }

  /** Adds an operator without options. */
  ModelWriter operator(int code, int[] inputs, int... outputs) {
    return operator(code, 0, b -> {}, inputs, outputs);
  }

  /** Adds a custom operator without options. */
  ModelWriter custom(String code, int[] inputs, int... outputs) {
    int name = builder.createString(code);
    builder.startTable(4);
    builder.addByte(0, (byte) 32, 0);
    builder.addOffset(1, name, 0);
    codes.add(builder.endTable());
    return use(0, b -> {}, inputs, outputs);
  }

  /** Adds an operator with options of a type of the schema's union; 0 for none. */
  ModelWriter operator(int code, int optionsType, Fields fields, int[] inputs, int... outputs) {
    builder.startTable(4);
    builder.addByte(0, (byte) Math.min(code, 127), 0);
    builder.addInt(3, code, 0);
    codes.add(builder.endTable());
    return use(optionsType, fields, inputs, outputs);
  }

  /** An operator of the code that was added last. */
  private ModelWriter use(int optionsType, Fields fields, int[] inputs, int... outputs) {
    int options = 0;
    if (optionsType != 0) {
      builder.startTable(12);
      fields.set(builder);
      options = builder.endTable();
    }
    int in = ints(inputs);
    int out = ints(outputs);
    builder.startTable(9);
    builder.addInt(0, codes.size() - 1, -1);
    builder.addOffset(1, in, 0);
    builder.addOffset(2, out, 0);
    if (optionsType != 0) {
      builder.addByte(3, (byte) optionsType, 0);
      builder.addOffset(4, options, 0);
    }
    operators.add(builder.endTable());
    return this;
  }

  /** Ends a subgraph; the next one starts without tensors and operators. */
  ModelWriter subgraph(int[] inputs, int... outputs) {
    int allTensors = tables(tensors);
    int in = ints(inputs);
    int out = ints(outputs);
    int allOperators = tables(operators);
    builder.startTable(4);
    builder.addOffset(0, allTensors, 0);
    builder.addOffset(1, in, 0);
    builder.addOffset(2, out, 0);
    builder.addOffset(3, allOperators, 0);
    subgraphs.add(builder.endTable());
    tensors.clear();
    operators.clear();
    return this;
  }

  /** Adds metadata: any bytes under a name. */
  ModelWriter metadata(String name, byte... data) {
    buffers.add(buffer(data));
    int text = builder.createString(name);
    builder.startTable(2);
    builder.addOffset(0, text, 0);
    builder.addInt(1, buffers.size() - 1, 0);
    metadata.add(builder.endTable());
    return this;
  }

  /** The finished file. */
  byte[] write() {
    int allMetadata = metadata.isEmpty() ? 0 : tables(metadata);
    int allCodes = tables(codes);
    int allSubgraphs = tables(subgraphs);
    int allBuffers = tables(buffers);
    builder.startTable(7);
    builder.addInt(0, version, 0);
    builder.addOffset(1, allCodes, 0);
    builder.addOffset(2, allSubgraphs, 0);
    builder.addOffset(4, allBuffers, 0);
    if (allMetadata != 0) {
      builder.addOffset(6, allMetadata, 0);
    }
    builder.finish(builder.endTable(), identifier);
    return builder.sizedByteArray();
  }
}
