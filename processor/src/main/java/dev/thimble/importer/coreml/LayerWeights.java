package dev.thimble.importer.coreml;

import com.google.protobuf.ByteString;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Shape;
import dev.thimble.importer.coreml.schema.QuantizationParams;
import dev.thimble.importer.coreml.schema.WeightParams;
import dev.thimble.importer.data.RawType;
import dev.thimble.importer.network.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Weights of layers: singles, halves, or numbers of a few bits on scales or in a palette. */
final class LayerWeights {
  private static final int BYTE = 8;

  private LayerWeights() {}

  /**
   * The numbers.
   *
   * @param shape extents of the weights
   * @param axis of the channels, each of which may have a scale of its own
   */
  static float[] read(Network network, WeightParams weights, Shape shape, int axis) throws Problem {
    long count = shape.elements();
    float[] numbers;
    if (!weights.getFloat16Value().isEmpty()) {
      numbers = halves(weights.getFloat16Value());
    } else if (!weights.getRawValue().isEmpty()) {
      numbers = packed(network, weights, shape, axis);
    } else {
      numbers = new float[weights.getFloatValueCount()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = weights.getFloatValue(i);
      }
    }
    if (!weights.getInt8RawValue().isEmpty()) {
      throw network.unsupported(
          "weights for activations that are quantised while running", "Convert to float16.");
    }
    if (numbers.length != count) {
      throw network.broken("it has " + numbers.length + " numbers instead of " + count);
    }
    return numbers;
  }

  private static float[] halves(ByteString bytes) {
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return ((Constant.Floats) RawType.F16.decode(buffer)).values();
  }

  private static float[] packed(Network network, WeightParams weights, Shape shape, int axis)
      throws Problem {
    long count = shape.elements();
    int slices = shape.rank() == 0 ? 1 : shape.extent(axis);
    int inner = shape.rank() == 0 ? 1 : shape.stride(axis);
    QuantizationParams how = weights.getQuantization();
    byte[] bytes = weights.getRawValue().toByteArray();
    long bits = how.getNumberOfBits();
    if (bits < 1 || bits > BYTE || bytes.length < (count * bits + BYTE - 1) / BYTE) {
      throw network.broken("it packs " + count + " numbers of " + bits + " bits");
    }
    long[] numbers = PackedBits.unpackHighFirst(bytes, (int) bits, (int) count);
    float[] reals = new float[numbers.length];
    if (how.hasLookupTableQuantization()) {
      var table = how.getLookupTableQuantization().getFloatValueList();
      for (int i = 0; i < reals.length; i++) {
        if (numbers[i] >= table.size()) {
          throw network.broken("an index " + numbers[i] + " of " + table.size());
        }
        reals[i] = table.get((int) numbers[i]);
      }
      return reals;
    }
    var scale = how.getLinearQuantization().getScaleList();
    var bias = how.getLinearQuantization().getBiasList();
    if ((scale.size() != 1 && scale.size() != slices)
        || (!bias.isEmpty() && bias.size() != scale.size())) {
      throw network.broken("it has " + scale.size() + " scales for " + slices + " channels");
    }
    for (int i = 0; i < reals.length; i++) {
      int slice = scale.size() == 1 ? 0 : i / inner % slices;
      reals[i] = numbers[i] * scale.get(slice) + (bias.isEmpty() ? 0 : bias.get(slice));
    }
    return reals;
  }
}
