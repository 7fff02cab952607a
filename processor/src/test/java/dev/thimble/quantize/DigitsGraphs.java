package dev.thimble.quantize;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.npz.NpzFormat;
import dev.thimble.importer.safetensors.SafetensorsFormat;
import java.nio.file.Files;
import java.nio.file.Path;

/** The two networks of examples/digits, built by hand from their weights. */
final class DigitsGraphs {
  private static final Path FOLDER =
      Path.of("examples/digits/src/main/resources/dev/thimble/examples/digits");

  private DigitsGraphs() {}

  static boolean present() {
    return Files.isDirectory(folder());
  }

  /** Tests run in the module's folder or above it. */
  private static Path folder() {
    Path above = Path.of("..").resolve(FOLDER);
    return Files.isDirectory(FOLDER) ? FOLDER : above;
  }

  static TensorFile data(String name) throws Exception {
    return new NpzFormat().read(new ModelFile(name, Files.readAllBytes(folder().resolve(name))));
  }

  private static TensorFile weights(String name) throws Exception {
    return new SafetensorsFormat()
        .read(new ModelFile(name, Files.readAllBytes(folder().resolve(name))));
  }

  static Graph mlp() throws Exception {
    TensorFile file = weights("digits_mlp.safetensors");
    Graph.Builder builder =
        new Graph.Builder().value(Value.real("image", Shape.of(8, 8, 1))).input("image");
    dense(builder, file, "hidden", "image", 64, 32, Activation.RELU);
    dense(builder, file, "logits", "hidden", 32, 10, Activation.NONE);
    return builder.output("logits").build();
  }

  static Graph cnn() throws Exception {
    TensorFile file = weights("digits_cnn.safetensors");
    WindowSpec same = WindowSpec.of(1, 1, 1, 1, WindowSpec.Padding.SAME);
    WindowSpec halves = WindowSpec.of(2, 2, 1, 1, WindowSpec.Padding.VALID);
    Graph.Builder builder =
        new Graph.Builder().value(Value.real("image", Shape.of(8, 8, 1))).input("image");
    // With one input channel or 1x1 windows, PyTorch's order of weights is ours.
    constant(builder, file, "edges", Shape.of(8, 3, 3, 1), false);
    builder.real(
        Node.of("edges", new Conv2d(same, Activation.RELU), "image", "edges.weight", "edges.bias"));
    builder.real(
        Node.of("pooled", new Pool2d(Pool2d.Kind.MAX, 2, 2, halves, Activation.NONE), "edges"));
    constant(builder, file, "features", Shape.of(3, 3, 8), true);
    builder.real(
        Node.of(
            "features",
            new DepthwiseConv2d(same, Activation.RELU),
            "pooled",
            "features.weight",
            "features.bias"));
    constant(builder, file, "mixed", Shape.of(12, 1, 1, 8), false);
    builder.real(
        Node.of(
            "mixed", new Conv2d(same, Activation.RELU), "features", "mixed.weight", "mixed.bias"));
    builder.real(Node.of("flat", new Reshape(Shape.of(192)), "mixed"));
    float[] torch = file.find("logits.weight").orElseThrow().floats();
    float[] ours = new float[torch.length];
    for (int o = 0; o < 10; o++) {
      for (int i = 0; i < 192; i++) {
        ours[o * 192 + i] = torch[o * 192 + i % 12 * 16 + i / 12];
      }
    }
    builder.value(Value.real("logits.weight", Shape.of(10, 192), ours));
    builder.value(
        Value.real("logits.bias", Shape.of(10), file.find("logits.bias").orElseThrow().floats()));
    builder.real(
        Node.of("logits", new Dense(Activation.NONE), "flat", "logits.weight", "logits.bias"));
    return builder.output("logits").build();
  }

  private static void dense(
      Graph.Builder builder,
      TensorFile file,
      String name,
      String from,
      int inputs,
      int units,
      Activation activation)
      throws ShapeException {
    constant(builder, file, name, Shape.of(units, inputs), false);
    builder.real(Node.of(name, new Dense(activation), from, name + ".weight", name + ".bias"));
  }

  private static void constant(
      Graph.Builder builder, TensorFile file, String name, Shape shape, boolean channelsLast) {
    float[] data = file.find(name + ".weight").orElseThrow().floats();
    if (channelsLast) {
      int channels = shape.extent(-1);
      float[] turned = new float[data.length];
      for (int i = 0; i < data.length; i++) {
        turned[i % (data.length / channels) * channels + i / (data.length / channels)] = data[i];
      }
      data = turned;
    }
    float[] bias = file.find(name + ".bias").orElseThrow().floats();
    builder.value(Value.real(name + ".weight", shape, data));
    builder.value(Value.real(name + ".bias", Shape.of(bias.length), bias));
  }
}
