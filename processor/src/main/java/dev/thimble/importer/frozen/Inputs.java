package dev.thimble.importer.frozen;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Shape;
import dev.thimble.importer.data.Extents;
import dev.thimble.importer.data.RawType;
import dev.thimble.importer.frozen.schema.DataType;
import dev.thimble.importer.frozen.schema.NodeDef;
import dev.thimble.importer.frozen.schema.TensorProto;
import dev.thimble.importer.frozen.schema.TensorShapeDim;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is given: from outside, or by the file. */
final class Inputs {
  private Inputs() {}

  /** An open batch is one sample; other extents must be known. */
  static Tensor placeholder(NodeStep step) throws Problem {
    List<Long> extents = new ArrayList<>();
    var shape = step.attribute("shape").getShape();
    for (TensorShapeDim dimension : shape.getDimList()) {
      boolean batch = extents.isEmpty() && dimension.getSize() == -1;
      extents.add(batch ? 1 : dimension.getSize());
    }
    if (shape.getUnknownRank() || extents.isEmpty() || extents.contains(-1L)) {
      throw step.network()
          .unsupported("an input without a fixed shape", "Freeze the graph with fixed shapes.");
    }
    return step.network().input(step.name(), step.network().shape(extents));
  }

  /**
   * The features of sound: a table of frames and coefficients, which somebody else computes. How
   * many frames there are follows from the decoder and the spectrogram.
   */
  static Tensor features(NodeStep step) throws Problem {
    long coefficients = step.integer("dct_coefficient_count", 13);
    Optional<NodeDef> spectrogram = step.source(0);
    Optional<NodeDef> decoder = step.source(1);
    long samples = decoder.map(d -> NodeStep.integer(d, "desired_samples")).orElse(0L);
    long window = spectrogram.map(s -> NodeStep.integer(s, "window_size")).orElse(0L);
    long stride = spectrogram.map(s -> NodeStep.integer(s, "stride")).orElse(0L);
    if (samples < window || window < 1 || stride < 1) {
      throw step.network()
          .unsupported("sound of an unknown length", "Cut the graph off behind its features.");
    }
    long frames = 1 + (samples - window) / stride;
    return step.network()
        .input(step.name(), step.network().shape(List.of(1L, frames, coefficients)));
  }

  static Tensor constant(NodeStep step) throws Problem {
    Network network = step.network();
    TensorProto tensor = step.attribute("value").getTensor();
    List<Long> extents = new ArrayList<>();
    tensor.getTensorShape().getDimList().forEach(d -> extents.add(d.getSize()));
    long elements = Extents.elements(extents).orElse(-1);
    if (elements < 0) {
      throw network.broken("a constant of " + extents);
    }
    Constant data =
        tensor.getTensorContent().isEmpty()
            ? listed(network, tensor, (int) elements)
            : decoded(network, tensor, elements);
    // An empty list of axes is a shape that no tensor has; nothing can be said of it but that.
    Shape shape = elements == 0 ? Shape.of(1) : network.shape(extents);
    return data instanceof Constant.Floats reals
        ? network.constant(shape, reals.values())
        : network.integers(shape, ((Constant.Integers) data).values());
  }

  private static Constant decoded(Network network, TensorProto tensor, long elements)
      throws Problem {
    RawType raw =
        switch (tensor.getDtype()) {
          case DT_FLOAT -> RawType.F32;
          case DT_DOUBLE -> RawType.F64;
          case DT_HALF -> RawType.F16;
          case DT_BFLOAT16 -> RawType.BF16;
          case DT_INT32 -> RawType.I32;
          case DT_INT64 -> RawType.I64;
          case DT_INT16 -> RawType.I16;
          case DT_INT8 -> RawType.I8;
          case DT_UINT8 -> RawType.U8;
          case DT_BOOL -> RawType.BOOL;
          default ->
              throw network.unsupported("a constant of " + tensor.getDtype(), "Use float32.");
        };
    ByteBuffer bytes =
        tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() != elements * raw.bytes()) {
      throw network.broken(bytes.remaining() + " bytes for " + elements + " elements");
    }
    return raw.decode(bytes);
  }

  /** Numbers one by one; the last one stands for all that follow. */
  private static Constant listed(Network network, TensorProto tensor, int elements) throws Problem {
    List<? extends Number> numbers =
        switch (tensor.getDtype()) {
          case DT_FLOAT -> tensor.getFloatValList();
          case DT_DOUBLE -> tensor.getDoubleValList();
          case DT_INT64 -> tensor.getInt64ValList();
          case DT_BOOL -> tensor.getBoolValList().stream().map(b -> b ? 1 : 0).toList();
          case DT_INT32, DT_INT16, DT_INT8, DT_UINT8 -> tensor.getIntValList();
          default ->
              throw network.unsupported("a constant of " + tensor.getDtype(), "Use float32.");
        };
    int size = Math.max(1, elements);
    if (numbers.size() > size) {
      throw network.broken(numbers.size() + " numbers for " + elements + " elements");
    }
    float[] reals = new float[size];
    long[] integers = new long[size];
    for (int i = 0; i < size && !numbers.isEmpty(); i++) {
      Number number = numbers.get(Math.min(i, numbers.size() - 1));
      reals[i] = number.floatValue();
      integers[i] = number.longValue();
    }
    boolean real =
        tensor.getDtype() == DataType.DT_FLOAT || tensor.getDtype() == DataType.DT_DOUBLE;
    return real ? new Constant.Floats(reals) : new Constant.Integers(integers);
  }
}
