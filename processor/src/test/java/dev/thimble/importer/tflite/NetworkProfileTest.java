package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.HostTwin;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.GeneratedTwin;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code @Network(profile)}: whose rounding the generated code has. */
class NetworkProfileTest {
  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel
      @Device(mcu = "host")
      final class Net {
        @Network(%s) Tensor scores;
      }
      """;

  @TempDir Path folder;

  private Compiled compiled(byte[] network, String values) {
    Compiled compiled =
        Fixture.in(folder).data("n.tflite", network).java(MODEL.formatted(values)).javac();
    assertThat(compiled.errors()).isEmpty();
    return compiled;
  }

  @Test
  void theMicrocontrollersIsTheDefault() throws Exception {
    String plain = c("\"n.tflite\"");
    String named = c("value = \"n.tflite\", profile = NetworkProfile.TFLM");
    String desktop = c("value = \"n.tflite\", profile = NetworkProfile.LITERT");
    assertThat(named).isEqualTo(plain).isNotEqualTo(desktop);
  }

  private String c(String values) throws Exception {
    Path output = compiled(TinyNetwork.bytes(), values).output();
    return Files.readString(output.resolve("META-INF/thimble/ex.Net/host/net.c"));
  }

  /** All 256 inputs of a model on which the runtimes differ. */
  @ParameterizedTest
  @CsvSource({"TFLM,out0_tflm", "LITERT,out0_ref"})
  void everyOutputIsTheRuntimesOwn(String profile, String vectors) throws Exception {
    assumeTrue(Files.isDirectory(Shared.folder()), "needs the shared models");
    Path data = Shared.folder();
    TensorFile golden = Shared.arrays(data.resolve("golden/tflite/tflm_hello_world_int8.npz"));
    Compiled compiled =
        compiled(
            Files.readAllBytes(data.resolve("models/tflite/tflm_hello_world_int8.tflite")),
            "value = \"n.tflite\", profile = NetworkProfile." + profile);
    Array inputs = golden.find("in0").orElseThrow();
    Array expected = golden.find(vectors).orElseThrow();
    HostTwin twin = GeneratedTwin.of(compiled.loader(), "Net").host();
    for (int i = 0; i < inputs.size(); i++) {
      twin.infer(new byte[] {(byte) inputs.floats()[i]});
      assertThat((long) twin.outputs()[0]).as("input " + i).isEqualTo((long) expected.floats()[i]);
    }
  }

  /** The scale is 0.5 and the zero point 3: with a deviation of 8, steps of 4 raw numbers. */
  @Test
  void inputsOfANormalisedNetworkStandForRawNumbers() throws Exception {
    ClassLoader loader = compiled(TinyModels.normalised(20, 8), "\"n.tflite\"").loader();
    Class<?> twin = loader.loadClass("ex.NetModel");
    Method reals =
        Arrays.stream(twin.getDeclaredMethods())
            .filter(m -> Arrays.equals(m.getParameterTypes(), new Class<?>[] {float[].class}))
            .filter(m -> m.getReturnType() == byte[].class)
            .filter(m -> Modifier.isStatic(m.getModifiers()))
            .findFirst()
            .orElseThrow();
    reals.setAccessible(true);
    Object integers = reals.invoke(null, (Object) new float[] {20, 28, 12, 600});
    assertThat((byte[]) integers).containsExactly(3, 5, 1, 127);
  }

  /** Bytes of both kinds at the border: what leaves is what the signed network gives, plus 128. */
  @Test
  void unsignedBytesComeInAndGoOut() throws Exception {
    Compiled compiled = compiled(TinyModels.unsigned(), "\"n.tflite\"");
    HostTwin twin = GeneratedTwin.of(compiled.loader(), "Net").host();
    for (int x = 0; x < 256; x++) {
      twin.infer(new byte[] {(byte) x, (byte) (255 - x)});
      // ReLU: signed zero points of -128 become unsigned ones of 0; the scale doubles.
      int half = (int) Math.floor((x - 100) / 2.0 + 0.5);
      assertThat(twin.outputs()[0] & 0xFF).as("input " + x).isBetween(0, 255);
      assertThat(Math.abs((twin.outputs()[0] & 0xFF) - Math.max(0, half))).isLessThanOrEqualTo(1);
    }
  }
}
