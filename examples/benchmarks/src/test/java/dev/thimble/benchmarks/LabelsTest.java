package dev.thimble.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.HostTwin;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Quantization;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.importer.tflite.TfLiteImporter;
import dev.thimble.quantize.reference.Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Java twins of real models see what is there to be seen in real data. */
class LabelsTest {
  @BeforeAll
  static void dataIsThere() {
    assumeTrue(SharedData.isThere(), "No models at " + Shared.folder().toAbsolutePath());
  }

  private static Path data(String name) {
    return Shared.folder().resolve("data").resolve(name);
  }

  /** A model's twin, and how its first input stands for reals. */
  private record Loaded(HostTwin twin, Quantization input, Quantization output) {
    static Loaded of(String name) throws IOException, Problem {
      Path file = Shared.folder().resolve("models/tflite/" + name + ".tflite");
      Graph graph = new TfLiteImporter().read(Shared.file(file));
      return new Loaded(
          BenchmarkModel.of(graph, Profile.TFLM).twin(),
          graph.value(graph.inputs().get(0)).quantized(),
          graph.value(graph.outputs().get(0)).quantized());
    }

    byte[] run(byte[] input) {
      twin.infer(input);
      return twin.outputs();
    }

    byte quantized(double real) {
      long rounded = Math.round(real / input.scale()) + input.zeroPoint();
      return (byte) Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, rounded));
    }
  }

  private static int largest(byte[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  /** The file holds each pixel XOR 0x80: its bytes are the model's input. Rows stand bottom up. */
  @ParameterizedTest
  @CsvSource({"tflm_person, -113, 113", "tflm_no_person, 57, -57"})
  void personDetectSeesThePerson(String picture, int no, int yes) throws IOException, Problem {
    byte[] bmp = Files.readAllBytes(data("images/" + picture + ".bmp"));
    int pixels = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).getInt(10);
    byte[] input = new byte[96 * 96];
    for (int row = 0; row < 96; row++) {
      System.arraycopy(bmp, pixels + (95 - row) * 96, input, row * 96, 96);
    }
    byte[] scores = Loaded.of("tflm_person_detect_int8").run(input);
    assertThat(scores).containsExactly(no, yes);
  }

  /** As many of the 50 digits as LiteRT's reference kernels read with the same file. */
  @ParameterizedTest
  @CsvSource({
    "tinymaix_mnist_valid_q, 49",
    "tinymaix_mnist_dw_q, 45",
    "tinymaix_mnist_arduino_q, 43"
  })
  void digitsAreRead(String name, int expected) throws IOException, Problem {
    TensorFile mnist = SharedData.arrays("data/mnist_test_000-049.npz");
    long[] pixels = SharedData.integers(mnist.find("images_u8").orElseThrow());
    long[] labels = SharedData.integers(mnist.find("labels").orElseThrow());
    Loaded model = Loaded.of(name);
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      byte[] input = new byte[28 * 28];
      for (int j = 0; j < input.length; j++) {
        input[j] = model.quantized(pixels[i * input.length + j] / 255.0);
      }
      right += largest(model.run(input)) == labels[i] ? 1 : 0;
    }
    assertThat(right).isEqualTo(expected);
  }

  /**
   * The labels of the network that it was converted from, but for two windows of which it is not
   * sure; TensorFlow Lite for Microcontrollers tells the same two otherwise.
   */
  @Test
  void keywordsAreThoseOfTheOriginalNetwork() throws IOException, Problem {
    TensorFile windows = SharedData.arrays("data/armkws_DNN_S.mfcc.npz");
    Array features = windows.find("x").orElseThrow();
    float[] original = windows.find("y_tf").orElseThrow().floats();
    int count = features.extents().get(0);
    Loaded model = Loaded.of("armkws_DNN_S_int8");
    int right = 0;
    for (int i = 0; i < count; i++) {
      byte[] input = new byte[250];
      for (int j = 0; j < input.length; j++) {
        input[j] = model.quantized(features.floats()[i * input.length + j]);
      }
      int best = 0;
      for (int label = 1; label < 12; label++) {
        best = original[i * 12 + label] > original[i * 12 + best] ? label : best;
      }
      right += largest(model.run(input)) == best ? 1 : 0;
    }
    assertThat(right).isEqualTo(count - 2);
  }

  /** The labels are silence, unknown, yes, no; the features are those of the model's front end. */
  @ParameterizedTest
  @CsvSource({
    "tflm_yes_1000ms, 2",
    "tflm_silence_1000ms, 0",
    "tflm_noise_1000ms, 0",
    "pymicro_silence, 0"
  })
  void microSpeechHearsTheWord(String recording, int label) throws IOException, Problem {
    TensorFile features = SharedData.arrays("golden/frontend/audio_preprocessor_int8.npz");
    long[] values = SharedData.integers(features.find("feat_" + recording).orElseThrow());
    byte[] input = new byte[values.length];
    for (int i = 0; i < input.length; i++) {
      input[i] = (byte) values[i];
    }
    assertThat(largest(Loaded.of("tflm_micro_speech_int8").run(input))).isEqualTo(label);
  }

  /** A sound machine is rebuilt well; the same energies in other bands are not. */
  @Test
  void anomaliesStandOut() throws IOException, Problem {
    ByteBuffer file =
        ByteBuffer.wrap(Files.readAllBytes(data("mlptiny_ad_normal_id_01_hist_librosa.bin")))
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] frames = new float[file.remaining() / Float.BYTES];
    file.asFloatBuffer().get(frames);
    Loaded model = Loaded.of("mlptiny_ad01_int8");
    double normal = error(model, frames, 1);
    double shuffled = error(model, frames, 383);
    assertThat(normal * 2).isLessThan(shuffled);
  }

  /**
   * The mean square of what is not rebuilt; elements are taken in strides, prime to their number.
   */
  private static double error(Loaded model, float[] frames, int stride) {
    double sum = 0;
    List<Integer> starts = List.of(0, 20 * 128, 80 * 128, 150 * 128);
    for (int start : starts) {
      byte[] input = new byte[640];
      for (int i = 0; i < input.length; i++) {
        input[i] = model.quantized(frames[start + i * stride % input.length]);
      }
      byte[] rebuilt = model.run(input);
      for (int i = 0; i < input.length; i++) {
        double real = (input[i] - model.input.zeroPoint()) * model.input.scale();
        double again = (rebuilt[i] - model.output.zeroPoint()) * model.output.scale();
        sum += (real - again) * (real - again);
      }
    }
    return sum / 640 / starts.size();
  }
}
