package dev.thimble.importer.onnxml;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.onnx.schema.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A constant of the file as doubles. */
record MlTensor(List<Long> dims, double[] data) {
  private static final int FLOAT = 1;
  private static final int INT32 = 6;
  private static final int INT64 = 7;
  private static final int STRING = 8;
  private static final int DOUBLE = 11;

  /** Reads a tensor; texts become their positions. */
  static MlTensor of(String file, TensorProto proto) throws Problem {
    long size = 1;
    for (long dim : proto.getDimsList()) {
      size = dim < 0 || size > Integer.MAX_VALUE ? -1 : size * dim;
    }
    double[] data =
        switch (proto.getDataType()) {
          case FLOAT -> raw(proto, 4, proto.getFloatDataList());
          case DOUBLE -> raw(proto, 8, proto.getDoubleDataList());
          case INT32 -> raw(proto, 4, proto.getInt32DataList());
          case INT64 -> raw(proto, 8, proto.getInt64DataList());
          case STRING -> new double[proto.getStringDataCount()];
          default -> new double[0];
        };
    if (data.length != size) {
      throw new Problem(
          ImportMessage.TM3001_BROKEN_MODEL,
          file,
          "tensor "
              + proto.getName()
              + " of type "
              + proto.getDataType()
              + " has "
              + data.length
              + " elements for "
              + proto.getDimsList(),
          0,
          0);
    }
    return new MlTensor(proto.getDimsList(), data);
  }

  private static double[] raw(TensorProto proto, int width, List<? extends Number> own) {
    if (!proto.hasRawData()) {
      return own.stream().mapToDouble(Number::doubleValue).toArray();
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(proto.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    double[] data = new double[bytes.capacity() / width];
    for (int i = 0; i < data.length; i++) {
      data[i] =
          switch (proto.getDataType()) {
            case FLOAT -> bytes.getFloat(4 * i);
            case DOUBLE -> bytes.getDouble(8 * i);
            case INT32 -> bytes.getInt(4 * i);
            default -> bytes.getLong(8 * i);
          };
    }
    return data;
  }

  int size() {
    return data.length;
  }

  /** The extent of the last axis. */
  int columns() {
    return dims.isEmpty() ? 1 : Math.toIntExact(dims.get(dims.size() - 1));
  }

  /** Rows along the last axis. */
  double[][] rows() {
    int columns = Math.max(1, columns());
    double[][] rows = new double[data.length / columns][columns];
    for (int i = 0; i < data.length; i++) {
      rows[i / columns][i % columns] = data[i];
    }
    return rows;
  }

  /** The element that meets position i when it is repeated. */
  double at(int i) {
    return data[data.length == 1 ? 0 : i];
  }
}
