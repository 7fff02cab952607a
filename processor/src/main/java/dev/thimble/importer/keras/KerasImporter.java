package dev.thimble.importer.keras;

import com.google.auto.service.AutoService;
import dev.thimble.diagnostic.KerasMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.ModelImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads models of Keras: {@code .keras} and {@code .h5}. */
@AutoService(ModelImporter.class)
public final class KerasImporter implements ModelImporter {
  /** For the service loader. */
  public KerasImporter() {}

  @Override
  public boolean accepts(String fileName, byte[] head) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    return lower.endsWith(".keras")
        || lower.endsWith(".h5")
        || lower.endsWith(".hdf5")
        || KerasFile.isHdf5(head);
  }

  @Override
  public String format() {
    return "Keras (.keras, .h5)";
  }

  @Override
  public Graph read(ModelFile file) throws Problem {
    KerasFile keras = KerasFile.open(file);
    Architecture architecture = ArchitectureReader.read(keras.config());
    KerasGraph graph = new KerasGraph(file.name());
    List<Value> inputs = new ArrayList<>();
    ModelRun run = new ModelRun(graph, architecture, keras.weights());
    for (Layer layer : run.inputs()) {
      inputs.add(graph.input(layer.name(), shape(layer)));
    }
    return graph.finish(run.outputs(inputs).toArray(Value[]::new));
  }

  private static Shape shape(Layer input) throws Problem {
    Config config = input.config();
    String member = config.has("batch_shape") ? "batch_shape" : "batch_input_shape";
    List<Integer> extents =
        config
            .sampleShape(member)
            .orElseThrow(() -> config.bad(member, "the shape of the input", null));
    if (extents.size() > 5) {
      throw config.bad(member, "a shape of at most 5 axes", config.array(member));
    }
    return new Shape(extents);
  }

  /** Reads a layer's node; what shapes forbid is the file's fault. */
  static Value call(LayerCall call) throws Problem {
    LayerReader reader = Layers.find(call);
    try {
      return reader.read(call);
    } catch (ShapeException | ArithmeticException | IllegalArgumentException misfit) {
      throw call.broken(String.valueOf(misfit.getMessage()));
    }
  }

  /** What is wrong with how layers are joined. */
  static Problem topology(String file, String fault) {
    return new Problem(KerasMessage.TM3704_BROKEN_TOPOLOGY, file, fault);
  }
}
