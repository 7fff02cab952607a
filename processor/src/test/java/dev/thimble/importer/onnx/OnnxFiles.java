package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Array;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.npz.NpzFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The models that make_models.py made, and what ONNX Runtime computes of them. */
final class OnnxFiles {
  private OnnxFiles() {}

  static ModelFile file(String name) {
    try (InputStream in = OnnxFiles.class.getResourceAsStream(name)) {
      return new ModelFile(name, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TensorFile golden(String name) throws Problem {
    return new NpzFormat().read(file(name + ".npz"));
  }

  /** The samples of a golden file in the graph's layout. */
  static List<List<float[]>> samples(Graph graph, TensorFile golden) {
    List<List<float[]>> samples = new ArrayList<>();
    int count = golden.find("in0").orElseThrow().extents().get(0);
    for (int sample = 0; sample < count; sample++) {
      List<float[]> inputs = new ArrayList<>();
      for (int input = 0; input < graph.inputs().size(); input++) {
        Array all = golden.find("in" + input).orElseThrow();
        inputs.add(sample(all, sample, graph.value(graph.inputs().get(input)).shape()));
      }
      samples.add(inputs);
    }
    return samples;
  }

  /** One sample, its channels last where the graph has them there. */
  static float[] sample(Array all, int sample, Shape wanted) {
    Shape own = new Shape(all.extents().subList(1, all.extents().size()));
    float[] file = new float[own.size()];
    System.arraycopy(all.floats(), sample * file.length, file, 0, file.length);
    return own.equals(wanted) ? file : channelsLast(file, own);
  }

  static float[] channelsLast(float[] data, Shape shape) {
    int channels = shape.extent(1);
    int pixels = data.length / channels;
    float[] moved = new float[data.length];
    for (int i = 0; i < data.length; i++) {
      moved[i % pixels * channels + i / pixels] = data[i];
    }
    return moved;
  }
}
