package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.HostTwin;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.GeneratedTwin;
import dev.thimble.fixture.Npz;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of reals whose files say how raw numbers are normalised. */
class NormalisedRealsTest {
  private static final float MEAN = 120;
  private static final float DEVIATION = 64;

  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(calibration = "data.npz")
      @Device(mcu = "host")
      final class Net {
        %s Tensor x;
        @Network("n.tflite") Tensor y;
      }
      """;

  @TempDir Path folder;

  private ClassLoader compiled(String name, byte[] network, String input, float mean, float size)
      throws Exception {
    float[] data = new float[512];
    for (int i = 0; i < data.length; i++) {
      data[i] = ((i * 37 & 255) - mean) / size;
    }
    Compiled compiled =
        Fixture.in(Files.createDirectory(folder.resolve(name)))
            .data("n.tflite", network)
            .data("data.npz", new Npz().with("x", new int[] {256, 2}, data).bytes())
            .java(MODEL.formatted(input))
            .javac();
    assertThat(compiled.errors()).isEmpty();
    return compiled.loader();
  }

  private static byte[] integers(ClassLoader loader, float... reals) throws Exception {
    Method method = loader.loadClass("ex.NetModel").getDeclaredMethod("x", float[].class);
    method.setAccessible(true);
    return (byte[]) method.invoke(null, (Object) reals);
  }

  /** Raw numbers and, without metadata, what they are normalised to give the same results. */
  @Test
  void inputsStandForRawNumbers() throws Exception {
    ClassLoader raw =
        compiled(
            "raw",
            TinyModels.normalisedReals(MEAN, DEVIATION),
            "@Input(shape = 2, min = 0, max = 255)",
            0,
            1);
    ClassLoader plain = compiled("plain", TinyModels.reals(), "@Input(shape = 2)", MEAN, DEVIATION);
    HostTwin left = GeneratedTwin.of(raw, "Net").host();
    HostTwin right = GeneratedTwin.of(plain, "Net").host();
    int least = 0;
    int most = 0;
    for (int x = 0; x < 256; x += 5) {
      int y = x * 7 & 255;
      left.infer(integers(raw, x, y));
      right.infer(integers(plain, (x - MEAN) / DEVIATION, (y - MEAN) / DEVIATION));
      assertThat((int) left.outputs()[0]).as(x + ", " + y).isCloseTo(right.outputs()[0], within(3));
      least = Math.min(least, left.outputs()[0]);
      most = Math.max(most, left.outputs()[0]);
    }
    assertThat(most - least).isGreaterThan(150);
  }

  /** A camera's bytes go in as they are; beside a network of reals they are raw numbers, too. */
  @Test
  void picturesAreRawNumbers() throws Exception {
    byte[] network = TinyModels.normalisedReals(MEAN, DEVIATION);
    ClassLoader raw = compiled("raw", network, "@Input(shape = 2, min = 0, max = 255)", 0, 1);
    ClassLoader camera =
        compiled(
            "camera",
            network,
            "@Picture(width = 2, height = 1, format = PictureFormat.GREY)",
            0,
            1);
    HostTwin left = GeneratedTwin.of(raw, "Net").host();
    HostTwin right = GeneratedTwin.of(camera, "Net").host();
    for (int x = 0; x < 256; x += 5) {
      int y = x * 7 & 255;
      left.infer(integers(raw, x, y));
      right.infer(new byte[] {(byte) x, (byte) y});
      assertThat((int) right.outputs()[0]).as(x + ", " + y).isCloseTo(left.outputs()[0], within(3));
    }
  }
}
