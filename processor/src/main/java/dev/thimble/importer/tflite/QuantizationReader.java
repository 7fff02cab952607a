package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Quantization;
import dev.thimble.importer.data.FlatFile;
import dev.thimble.importer.data.FlatTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a tensor's integers stand for. */
final class QuantizationReader {
  private final FlatFile file;
  private final String tensor;
  private final TensorType type;

  QuantizationReader(FlatFile file, String tensor, TensorType type) {
    this.file = file;
    this.tensor = tensor;
    this.type = type;
  }

  Optional<Quantization> read(Optional<FlatTable> record) throws Problem {
    boolean integers = type.element().filter(ElementType::isInteger).isPresent();
    if (record.isEmpty() || !integers) {
      return Optional.empty();
    }
    FlatTable table = record.get();
    if (table.uint8(4, 0) != 0) {
      throw new Problem(
          ImportMessage.TM3103_UNSUPPORTED_TENSOR,
          file.name(),
          "\"" + tensor + "\"",
          "blockwise or custom quantisation",
          "Convert the model with scales for tensors or for channels.");
    }
    float[] scales = table.floats(2);
    long[] zeroPoints = table.longs(3);
    if (scales.length == 0 || zeroPoints.length == 0) {
      return Optional.empty();
    }
    if (zeroPoints.length != 1 && zeroPoints.length != scales.length) {
      throw broken(scales.length + " scales, " + zeroPoints.length + " zero points");
    }
    return Optional.of(
        new Quantization(scales(scales), zeroPoints(zeroPoints, scales.length), axis(table)));
  }

  private List<Double> scales(float[] scales) throws Problem {
    List<Double> checked = new ArrayList<>();
    for (float scale : scales) {
      if (!(scale >= 0) || Float.isInfinite(scale)) {
        throw broken("a scale of " + scale);
      }
      checked.add((double) scale);
    }
    return checked;
  }

  private List<Integer> zeroPoints(long[] zeroPoints, int count) throws Problem {
    long low = type.element().map(ElementType::min).orElse(0L);
    long high = type.element().map(ElementType::max).orElse(0L);
    List<Integer> checked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long zeroPoint = zeroPoints[zeroPoints.length == 1 ? 0 : i];
      if (zeroPoint < low || zeroPoint > high || zeroPoint != (int) zeroPoint) {
        throw broken("a zero point of " + zeroPoint + " for " + type);
      }
      checked.add((int) zeroPoint);
    }
    return checked;
  }

  /** Some converters leave the axis of per-channel scales wrong; whoever uses them decides. */
  private int axis(FlatTable table) throws Problem {
    int axis = table.int32(6, 0);
    if (axis < 0 || axis > 7) {
      throw broken("the axis " + axis);
    }
    return axis;
  }

  private Problem broken(String what) {
    return new Problem(
        ImportMessage.TM3102_BROKEN_QUANTIZATION, file.name(), "\"" + tensor + "\"", what);
  }
}
