package dev.thimble.importer.tflite;

import com.google.auto.service.AutoService;
import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.ModelImporter;
import dev.thimble.importer.Normalization;
import dev.thimble.importer.data.FlatFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads TensorFlow Lite's {@code .tflite} files. */
@AutoService(ModelImporter.class)
public final class TfLiteImporter implements ModelImporter {
  private static final byte[] IDENTIFIER = "TFL3".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");

  /** For the service loader. */
  public TfLiteImporter() {}

  @Override
  public boolean accepts(String fileName, byte[] head) {
    if (fileName.toLowerCase(Locale.ROOT).endsWith(".tflite")) {
      return true;
    }
    boolean identified = head.length >= 8;
    for (int i = 0; identified && i < IDENTIFIER.length; i++) {
      identified = head[4 + i] == IDENTIFIER[i];
    }
    return identified;
  }

  @Override
  public String format() {
    return "TensorFlow Lite (.tflite)";
  }

  @Override
  public Graph read(ModelFile file) throws Problem {
    return model(file).graph();
  }

  @Override
  public List<String> labels(ModelFile file) throws Problem {
    FileModel model = new FileModel(new FlatFile(file.name(), file.bytes()));
    return Metadata.of(model).labels();
  }

  @Override
  public List<Optional<Normalization>> normalizations(ModelFile file) throws Problem {
    FileModel model = new FileModel(new FlatFile(file.name(), file.bytes()));
    return Metadata.of(model).normalizations();
  }

  /** Reads the file and keeps what tests and reports want to know of it. */
  public ImportedModel model(ModelFile file) throws Problem {
    FileModel model = new FileModel(new FlatFile(file.name(), file.bytes()));
    FileGraph graph =
        model.graph(0).orElseThrow(() -> model.file().broken(0, "it has no subgraph"));
    Assembly assembly = new Assembly(model, graph);
    new Borders(assembly).inputs();
    for (FileOperator operator : graph.operators()) {
      Step step = new Step(assembly, operator, name(operator));
      Operators.find(step).read(step);
    }
    new Borders(assembly).outputs();
    Graph built = assembly.builder().build();
    if (built.nodes().isEmpty()) {
      throw new Problem(
          ImportMessage.TM3001_BROKEN_MODEL,
          file.name(),
          "it computes nothing",
          0,
          file.bytes().length);
    }
    return new ImportedModel(built, assembly.tensorNames());
  }

  /** Kind and position: {@code conv2d_3}. */
  private static String name(FileOperator operator) {
    String kind =
        operator.custom().isEmpty()
            ? operator.shown().toLowerCase(Locale.ROOT).replace("_2d", "2d")
            : "custom";
    return BETWEEN_WORDS.matcher(kind).replaceAll("_") + "_" + operator.index();
  }
}
