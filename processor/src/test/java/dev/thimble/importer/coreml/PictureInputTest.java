package dev.thimble.importer.coreml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.coreml.schema.ActivationReLU;
import dev.thimble.importer.coreml.schema.FeatureDescription;
import dev.thimble.importer.coreml.schema.ImageFeatureType;
import dev.thimble.importer.coreml.schema.Model;
import dev.thimble.quantize.FloatEvaluator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures as inputs: the file's scale and bias, in the order of its colours. */
class PictureInputTest {
  private static Model.Builder picture(ImageFeatureType.ColorSpace colours) {
    Model.Builder model = Model.newBuilder().setSpecificationVersion(4);
    FeatureDescription.Builder input = model.getDescriptionBuilder().addInputBuilder();
    input.setName("x").getTypeBuilder().getImageTypeBuilder().setWidth(1).setHeight(1);
    input.getTypeBuilder().getImageTypeBuilder().setColorSpace(colours);
    model.getDescriptionBuilder().addOutput(FeatureDescription.newBuilder().setName("y"));
    var network = model.getNeuralNetworkBuilder();
    var layer = network.addLayersBuilder().addInput("x").addOutput("y");
    layer.getActivationBuilder().setReLU(ActivationReLU.getDefaultInstance());
    network
        .addPreprocessingBuilder()
        .getScalerBuilder()
        .setChannelScale(2)
        .setRedBias(1)
        .setGreenBias(10)
        .setBlueBias(100)
        .setGrayBias(-5);
    return model;
  }

  private static float[] result(Model.Builder model, float... x) throws Exception {
    byte[] bytes = model.build().toByteArray();
    Graph graph = new CoreMlImporter().read(new ModelFile("m.mlmodel", bytes));
    return new FloatEvaluator(graph).evaluate(List.of(x)).get(graph.outputs().get(0));
  }

  @ParameterizedTest
  @CsvSource({"RGB, 1, 100", "BGR, 100, 1"})
  void coloursHaveTheirBiases(ImageFeatureType.ColorSpace colours, float first, float last)
      throws Exception {
    assertThat(result(picture(colours), 3, 3, 3)).containsExactly(6 + first, 16, 6 + last);
  }

  @Test
  void greyPicturesHaveOne() throws Exception {
    assertThat(result(picture(ImageFeatureType.ColorSpace.GRAYSCALE), 4)).containsExactly(3);
  }
}
