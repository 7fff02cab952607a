package dev.thimble.importer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.thimble.diagnostic.Problem;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.onnx.schema.GraphProto;
import dev.thimble.importer.onnx.schema.ModelProto;
import dev.thimble.importer.onnx.schema.StringStringEntryProto;
import dev.thimble.importer.onnx.schema.TensorProto;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose constants lie in another file. */
class ExternalDataTest {
  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel
      @Device(mcu = "host")
      final class A {
        @Network("nets/tiny.onnx") Tensor scores;
      }
      """;

  @TempDir Path folder;

  /** A model, and what it keeps beside it. */
  private record Parted(byte[] model, byte[] data) {}

  private static StringStringEntryProto entry(String key, Object value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value.toString()).build();
  }

  /** The committed model with all constants that are bytes in a file beside it. */
  private static Parted parted(String name, String location) throws Exception {
    ModelProto.Builder model = ModelProto.parseFrom(OnnxFiles.file(name).bytes()).toBuilder();
    GraphProto.Builder graph = model.getGraphBuilder();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(new byte[24]);
    int moved = 0;
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      ByteString raw = tensor.getRawData();
      if (!raw.isEmpty()) {
        tensor
            .clearRawData()
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", location))
            .addExternalData(entry("offset", data.size()))
            .addExternalData(entry("length", raw.size()));
        data.writeBytes(raw.toByteArray());
        moved++;
      }
    }
    assertThat(moved).isGreaterThan(1);
    return new Parted(model.build().toByteArray(), data.toByteArray());
  }

  private static ModelFile file(byte[] model, Map<String, byte[]> beside) {
    return new ModelFile("a.onnx", model, name -> Optional.ofNullable(beside.get(name)));
  }

  private static Problem problem(byte[] model, Map<String, byte[]> beside) {
    return catchThrowableOfType(Problem.class, () -> new OnnxImporter().read(file(model, beside)));
  }

  @Test
  void isReadFromTheFolder() throws Exception {
    Parted parted = parted("tiny.onnx", "tiny.data");
    assertThat(new OnnxImporter().read(file(parted.model(), Map.of("tiny.data", parted.data()))))
        .isEqualTo(new OnnxImporter().read(OnnxFiles.file("tiny.onnx")));
  }

  @Test
  void filesThatAreNotThereOrTooShort() throws Exception {
    Parted parted = parted("tiny.onnx", "tiny.data");
    Problem absent = problem(parted.model(), Map.of());
    assertThat(absent.code().code()).isEqualTo("TM3204");
    assertThat(absent).hasMessageContaining("tiny.data, which is not beside the model");
    Problem cut = problem(parted.model(), Map.of("tiny.data", new byte[30]));
    assertThat(cut.code().code()).isEqualTo("TM3204");
    assertThat(cut).hasMessageContaining("which has 30 bytes, not");
  }

  @Test
  void namesThatLeaveTheFolder() throws Exception {
    for (String name : new String[] {"/etc/passwd", "a/../../b", "..\\b", "C:b", ""}) {
      Problem problem = problem(parted("tiny.onnx", name).model(), Map.of(name, new byte[4096]));
      assertThat(problem.code().code()).isEqualTo("TM3204");
      assertThat(problem).hasMessageContaining("outside of the model's folder");
    }
  }

  @Test
  void compiles() throws Exception {
    Parted parted = parted("tiny_qdq.onnx", "tiny.data");
    Fixture fixture = Fixture.in(folder).data("nets/tiny.onnx", parted.model()).java(MODEL);
    Compiled without = fixture.javac();
    assertThat(without.errors()).containsExactly("TM1101 A.java:8");
    assertThat(without.text("TM1101")).contains("nets/tiny.data");
    Compiled compiled = fixture.data("nets/tiny.data", parted.data()).javac();
    assertThat(compiled.errors()).isEmpty();
  }
}
