package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.ResolvingProcessor;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.resolve.ResolvedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps on pictures give the very integers that they promise. */
class PictureStepsTest {
  private static final int HEIGHT = 6;
  private static final int WIDTH = 10;

  private final Random random = new Random(8);
  @TempDir Path folder;

  private Program program(String steps) throws Exception {
    return program(Fixture.in(folder), steps);
  }

  private static Program program(Fixture fixture, String steps) throws Exception {
    String source =
        "package ex;\nimport dev.thimble.*;\n@TinyModel\nfinal class M {\n" + steps + "}\n";
    ResolvedModel model = ResolvingProcessor.resolve(fixture.java(source));
    return Lower.program(IntegerGraphs.of(model, QuantizerOptions.defaults()).integer());
  }

  private static String camera(String format) {
    return "@Picture(width = 10, height = 6, format = PictureFormat."
        + format
        + ") Tensor camera;\n";
  }

  private static long[] run(Program program, long[] bytes) {
    Interpreter interpreter = new Interpreter(program);
    interpreter.run(List.of(bytes));
    return interpreter.read(program.outputs().get(0));
  }

  private long[] bytes(int count) {
    long[] bytes = new long[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = random.nextInt(256);
    }
    return bytes;
  }

  @Test
  void greyAndColoursAreLessBy128() throws Exception {
    Program grey = program(camera("GREY") + "@Crop(width = 10, height = 6) Tensor same;\n");
    long[] pixels = bytes(HEIGHT * WIDTH);
    long[] given = run(grey, pixels);
    for (int i = 0; i < pixels.length; i++) {
      assertThat(given[i]).isEqualTo(pixels[i] - 128);
    }
    Program cut =
        program(camera("RGB888") + "@Crop(width = 3, height = 2, left = 7) Tensor part;\n");
    long[] colours = bytes(3 * HEIGHT * WIDTH);
    long[] part = run(cut, colours);
    for (int i = 0; i < part.length; i++) {
      int row = 2 + i / 9;
      assertThat(part[i]).isEqualTo(colours[3 * (WIDTH * row + 7) + i % 9] - 128);
    }
  }

  /** All 65,536 pixels, both ways round. */
  @Test
  void highColourIsSpreadToWholeBytes() throws Exception {
    for (String format : List.of("RGB565", "RGB565_HIGH_FIRST")) {
      Program program =
          program(
              "@Picture(width = 256, height = 256, format = PictureFormat."
                  + format
                  + ") Tensor camera;\n@Crop(width = 256, height = 256) Tensor same;\n");
      long[] bytes = new long[2 << 16];
      for (int pixel = 0; pixel < 1 << 16; pixel++) {
        boolean lowFirst = format.equals("RGB565");
        bytes[2 * pixel] = lowFirst ? pixel & 255 : pixel >> 8;
        bytes[2 * pixel + 1] = lowFirst ? pixel >> 8 : pixel & 255;
      }
      long[] colours = run(program, bytes);
      for (int pixel = 0; pixel < 1 << 16; pixel++) {
        int red = pixel >> 11;
        int green = pixel >> 5 & 63;
        int blue = pixel & 31;
        assertThat(colours[3 * pixel]).isEqualTo((red << 3 | red >> 2) - 128);
        assertThat(colours[3 * pixel + 1]).isEqualTo((green << 2 | green >> 4) - 128);
        assertThat(colours[3 * pixel + 2]).isEqualTo((blue << 3 | blue >> 2) - 128);
      }
    }
  }

  @Test
  void greyWeighsColours() throws Exception {
    Program program = program(camera("RGB888") + "@Grey Tensor grey;\n");
    long[] colours = bytes(3 * HEIGHT * WIDTH);
    java.util.Arrays.fill(colours, 0, 3, 255);
    java.util.Arrays.fill(colours, 3, 6, 0);
    long[] grey = run(program, colours);
    for (int i = 0; i < grey.length; i++) {
      long sum = 38 * colours[3 * i] + 75 * colours[3 * i + 1] + 15 * colours[3 * i + 2];
      assertThat(grey[i]).isEqualTo((sum + 64) / 128 - 128);
    }
    assertThat(grey).startsWith(127, -128);
  }

  @Test
  void sizesChange() throws Exception {
    long[] pixels = bytes(HEIGHT * WIDTH);
    long[] halves =
        run(program(camera("GREY") + "@Resize(width = 5, height = 3) Tensor y;\n"), pixels);
    for (int i = 0; i < halves.length; i++) {
      int at = 2 * WIDTH * (i / 5) + 2 * (i % 5);
      double mean =
          (pixels[at] + pixels[at + 1] + pixels[at + WIDTH] + pixels[at + WIDTH + 1]) / 4.0;
      assertThat(halves[i] + 128.0).isBetween(mean - 0.5, mean + 0.5);
    }
    String nearest = "@Resize(width = 4, height = 9, by = Resampling.NEAREST) Tensor y;\n";
    long[] chosen = run(program(camera("GREY") + nearest), pixels);
    for (int row = 0; row < 9; row++) {
      for (int column = 0; column < 4; column++) {
        int from = (int) ((row + 0.5) * HEIGHT / 9) * WIDTH + (int) ((column + 0.5) * WIDTH / 4);
        assertThat(chosen[4 * row + column]).isEqualTo(pixels[from] - 128);
      }
    }
  }

  /** A person detector behind a camera gives what it gives for the same pixels. */
  @Test
  void networksOfIntegersTakePixelsAsTheyAre() throws Exception {
    Path file = Shared.folder().resolve("models/tflite/tflm_person_detect_int8.tflite");
    Path vectors = Shared.folder().resolve("golden/tflite/tflm_person_detect_int8.npz");
    assumeTrue(Files.exists(file) && Files.exists(vectors), "no data beside the checkout");
    TensorFile golden = Shared.arrays(vectors);
    float[] inputs = golden.find("in0").orElseThrow().floats();
    float[] outputs = golden.find("out0_tflm").orElseThrow().floats();
    Program program =
        program(
            Fixture.in(folder).data("person.tflite", Files.readAllBytes(file)),
            "@Picture(width = 96, height = 96) Tensor camera;\n"
                + "@Network(\"person.tflite\") Tensor scores;\n");
    for (int sample = 0; sample < 2; sample++) {
      long[] bytes = new long[96 * 96];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (long) inputs[sample * bytes.length + i] + 128;
      }
      long[] scores = run(program, bytes);
      assertThat(scores)
          .containsExactly((long) outputs[2 * sample], (long) outputs[2 * sample + 1]);
    }
  }
}
