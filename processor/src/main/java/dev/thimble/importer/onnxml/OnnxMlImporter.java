package dev.thimble.importer.onnxml;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.onnx.schema.ModelProto;
import dev.thimble.importer.onnx.schema.NodeProto;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Classical models from ONNX files. What comes out are the scores from which the file finds its
 * label, before softmax and the like: {@code @ArgMax} decides, {@code @Nearest} on distances.
 */
public final class OnnxMlImporter {
  private static final String DOMAIN = "ai.onnx.ml";
  private static final String PRODUCER = "skl2onnx";
  private static final Set<String> NETWORK =
      Set.of("Conv", "ConvTranspose", "LSTM", "GRU", "RNN", "MaxPool", "AveragePool");

  private OnnxMlImporter() {}

  /** Whether a model is a classical one, not a network. */
  public static boolean isClassical(ModelProto model) {
    List<NodeProto> nodes = model.getGraph().getNodeList();
    Set<String> kinds = nodes.stream().map(NodeProto::getOpType).collect(Collectors.toSet());
    boolean measures = kinds.contains("Scan") || kinds.contains("ReduceSumSquare");
    boolean own =
        model.getProducerName().equals(PRODUCER)
            || nodes.stream().anyMatch(n -> n.getDomain().equals(DOMAIN))
            || (measures && (kinds.contains("ArgMin") || kinds.contains("TopK")));
    return own && nodes.stream().noneMatch(n -> NETWORK.contains(n.getOpType()));
  }

  /** Reads a model that was parsed. */
  public static Graph read(ModelFile file, ModelProto model) throws Problem {
    try {
      return new Forward(file.name(), model.getGraph()).graph();
    } catch (ShapeException
        | IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException e) {
      throw new Problem(
          ImportMessage.TM3001_BROKEN_MODEL,
          file.name(),
          "its parts do not fit: " + e.getMessage(),
          0,
          file.bytes().length);
    }
  }

  /** The names of the classes that a classifier brings along. */
  public static List<String> labels(ModelFile file, ModelProto model) {
    List<NodeProto> nodes = model.getGraph().getNodeList();
    for (int i = 0; i < nodes.size(); i++) {
      MlNode node = new MlNode(file.name(), i, nodes.get(i));
      for (String member :
          List.of("classlabels_strings", "classlabels_ints", "classlabels_int64s")) {
        if (node.has(member) && !node.kind().equals("ZipMap")) {
          return node.texts(member).isEmpty()
              ? java.util.Arrays.stream(node.integers(member)).mapToObj(String::valueOf).toList()
              : node.texts(member);
        }
      }
    }
    return List.of();
  }
}
