package dev.thimble.importer.onnx;

import com.google.auto.service.AutoService;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.ModelImporter;
import dev.thimble.importer.onnx.schema.ModelProto;
import dev.thimble.importer.onnxml.OnnxMlImporter;
import dev.thimble.importer.protobuf.ProtobufReader;
import java.util.List;
import java.util.Locale;

/** Reads ONNX's {@code .onnx} files. */
@AutoService(ModelImporter.class)
public final class OnnxImporter implements ModelImporter {
  /** For the service loader. */
  public OnnxImporter() {}

  @Override
  public boolean accepts(String fileName, byte[] head) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(".onnx");
  }

  @Override
  public String format() {
    return "ONNX (.onnx)";
  }

  @Override
  public Graph read(ModelFile file) throws Problem {
    ModelProto model =
        ProtobufReader.read(file, ModelProto.getDefaultInstance(), ModelProto.parser());
    return OnnxMlImporter.isClassical(model)
        ? OnnxMlImporter.read(file, model)
        : new OnnxModel(file, model).graph();
  }

  /** Those of a classical model; networks bring none. */
  @Override
  public List<String> labels(ModelFile file) throws Problem {
    return OnnxMlImporter.labels(
        file, ProtobufReader.read(file, ModelProto.getDefaultInstance(), ModelProto.parser()));
  }
}
