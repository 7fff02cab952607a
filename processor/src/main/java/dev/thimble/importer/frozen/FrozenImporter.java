package dev.thimble.importer.frozen;

import com.google.auto.service.AutoService;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.ModelImporter;
import dev.thimble.importer.frozen.schema.GraphDef;
import dev.thimble.importer.protobuf.ProtobufReader;
import java.util.Locale;

/** Reads frozen graphs of TensorFlow. */
@AutoService(ModelImporter.class)
public final class FrozenImporter implements ModelImporter {
  /** For the service loader. */
  public FrozenImporter() {}

  @Override
  public boolean accepts(String fileName, byte[] head) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(".pb");
  }

  @Override
  public String format() {
    return "TensorFlow, frozen (.pb)";
  }

  @Override
  public Graph read(ModelFile file) throws Problem {
    GraphDef graph = ProtobufReader.read(file, GraphDef.getDefaultInstance(), GraphDef.parser());
    return new GraphReader(file.name(), graph).read();
  }
}
