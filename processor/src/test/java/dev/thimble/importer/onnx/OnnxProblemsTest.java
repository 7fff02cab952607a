package dev.thimble.importer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.onnx.schema.AttributeProto;
import dev.thimble.importer.onnx.schema.GraphProto;
import dev.thimble.importer.onnx.schema.ModelProto;
import dev.thimble.importer.onnx.schema.NodeProto;
import dev.thimble.importer.onnx.schema.TensorProto;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is said of models that cannot be read. */
class OnnxProblemsTest {
  private static Problem problem(byte[] bytes) {
    return catchThrowableOfType(
        Problem.class, () -> new OnnxImporter().read(new ModelFile("a.onnx", bytes)));
  }

  private static void expect(String code, String text, Consumer<ModelProto.Builder> change)
      throws Exception {
    ModelProto.Builder model =
        ModelProto.parseFrom(OnnxFiles.file("tiny.onnx").bytes()).toBuilder();
    change.accept(model);
    Problem problem = problem(model.build().toByteArray());
    assertThat(problem.code().code()).isEqualTo(code);
    assertThat(problem).hasMessageContaining(text).hasMessageContaining("a.onnx");
  }

  private static void graph(ModelProto.Builder model, Consumer<GraphProto.Builder> change) {
    change.accept(model.getGraphBuilder());
  }

  @Test
  void otherFiles() throws Exception {
    assertThat(problem("no protocol buffers".getBytes("UTF-8")).code().code()).isEqualTo("TM3001");
    expect("TM3201", "no operators", model -> graph(model, GraphProto.Builder::clearNode));
    expect("TM3202", "version 6", model -> model.getOpsetImportBuilder(0).setVersion(6));
  }

  @Test
  void openExtents() throws Exception {
    expect(
        "TM3203",
        "input x",
        model ->
            graph(
                model,
                g ->
                    g.getInputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .getDimBuilder(2)
                        .setDimParam("height")));
  }

  @Test
  void dataOutside() throws Exception {
    expect(
        "TM3204",
        "../../etc/passwd, which is outside of the model's folder",
        model ->
            graph(
                model,
                g ->
                    g.getInitializerBuilder(0)
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalDataBuilder()
                        .setKey("location")
                        .setValue("../../etc/passwd")));
  }

  @Test
  void constantsThatAreTooShort() throws Exception {
    expect(
        "TM3205",
        "elements, not",
        model -> graph(model, g -> g.getInitializerBuilder(0).setDims(0, 400)));
  }

  @Test
  void unknownOperators() throws Exception {
    expect(
        "TM3003",
        "operator Frobnicate (no. 0",
        model -> graph(model, g -> g.getNodeBuilder(0).setOpType("Frobnicate")));
  }

  @Test
  void cycles() throws Exception {
    expect(
        "TM3006",
        "nothing before it has written",
        model ->
            graph(
                model,
                g -> {
                  NodeProto.Builder first = g.getNodeBuilder(0);
                  first.setInput(0, g.getNode(3).getOutput(0));
                }));
  }

  @Test
  void attributesThatDoNotFit() throws Exception {
    expect(
        "TM3005",
        "operator Conv",
        model ->
            graph(
                model,
                g -> {
                  AttributeProto.Builder pads = g.getNodeBuilder(0).getAttributeBuilder(0);
                  assertThat(pads.getName()).isEqualTo("pads");
                  pads.clearInts().addInts(Long.MAX_VALUE).addInts(1).addInts(1).addInts(1);
                }));
  }

  @Test
  void absurdDepth() throws Exception {
    byte[] inner = {};
    for (int depth = 0; depth < 200; depth++) {
      // A graph of a node with an attribute that is a graph, and so on.
      inner = field(1, field(5, field(6, inner)));
    }
    assertThat(problem(field(7, inner)).code().code()).isEqualTo("TM3002");
  }

  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(number << 3 | 2);
    int length = content.length;
    while (length >= 0x80) {
      out.write(length & 0x7F | 0x80);
      length >>= 7;
    }
    out.write(length);
    out.writeBytes(content);
    return out.toByteArray();
  }
}
