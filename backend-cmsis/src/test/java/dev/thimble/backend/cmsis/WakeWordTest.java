package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.HostTwin;
import dev.thimble.data.Recordings;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.GeneratedTwin;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.GeneratedModel;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks from elsewhere behind the audio front ends, from recordings to what they say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WakeWordTest {
  private static final Path SHARED = Shared.folder();

  private static final String JARVIS =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel
      @Device(mcu = "stm32l476", clockHz = 80_000_000)
      final class Jarvis {
        @Pcm(rate = 16_000)                                          Signal audio;
        @MicroFrontend(hopMillis = 10)                               Signal spectrum;
        @Recent(frames = 3, hop = 3)                                 Tensor frames;
        @Network("mww2_hey_jarvis.tflite")                           Tensor probability;
      }
      """;

  private static final String WAKE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel
      @Device(mcu = "stm32l476", clockHz = 80_000_000)
      final class Wake {
        @Pcm(rate = 16_000)                                          Signal audio;
        @MicroFrontend(hopMillis = 10)                               Signal spectrum;
        @Recent(frames = 3, hop = 3)                                 Tensor frames;
        @Network("mww2_hey_jarvis.tflite")                           Tensor probability;
        @Detect(threshold = 0.9, smoothMillis = 150, refractoryMillis = 2_000)
                                                                     Decision wake;
      }
      """;

  private static final String VOICE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel
      @Device(mcu = "stm32l476", clockHz = 80_000_000)
      final class Voice {
        @Pcm(rate = 16_000)                                          Signal audio;
        @MicroFrontend(hopMillis = 10)                               Signal spectrum;
        @Recent(frames = 3, hop = 3)                                 Tensor frames;
        @Network("mww2_vad.tflite")                                  Tensor probability;
        @Detect(threshold = 0.5, smoothMillis = 150, lasting = true) Decision voice;
      }
      """;

  private static final String SPEECH =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel
      @Device(mcu = "stm32l476", clockHz = 80_000_000)
      final class Speech {
        @Pcm(rate = 16_000)                                          Signal audio;
        @MicroFrontend(profile = FrontendProfile.SIGNAL)             Signal spectrum;
        @Recent(frames = 49)                                         Tensor second;
        @Network("tflm_micro_speech_int8.tflite")                    Tensor scores;
        @ArgMax(labels = {"silence", "unknown", "yes", "no"})        Decision word;
      }
      """;

  private static final List<String> NETWORKS =
      List.of("mww2_hey_jarvis.tflite", "mww2_vad.tflite", "tflm_micro_speech_int8.tflite");

  private static final int MEMORY = 32;

  private ClassLoader loader;

  @BeforeAll
  void compile(@TempDir Path folder) throws Exception {
    assumeTrue(Files.exists(SHARED), "no shared data");
    Fixture fixture = Fixture.in(folder).java(JARVIS).java(WAKE).java(VOICE).java(SPEECH);
    for (String file : NETWORKS) {
      fixture.data(file, Files.readAllBytes(SHARED.resolve("models/tflite").resolve(file)));
    }
    Compiled compiled = fixture.javac();
    assertThat(compiled.said()).isEmpty();
    loader = compiled.loader();
  }

  private HostTwin twin(String model) {
    return GeneratedTwin.of(loader, model).host();
  }

  private static TensorFile arrays(String name) throws Exception {
    return Shared.arrays(SHARED.resolve("golden").resolve(name));
  }

  /** The runs of a recording, zeros before it so that the first window ends with a run. */
  private static List<byte[]> runs(float[] samples, int hop, int lead) {
    List<byte[]> runs = new ArrayList<>();
    for (int at = -lead; at + hop <= samples.length; at += hop) {
      ByteBuffer run = ByteBuffer.allocate(2 * hop).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = at; i < at + hop; i++) {
        run.putShort(i < 0 ? 0 : (short) samples[i]);
      }
      runs.add(run.array());
    }
    return runs;
  }

  /**
   * The reference's front end was reset before each recording, its network was not: what it
   * remembers of the recording before is gone after {@link #MEMORY} steps.
   */
  @Test
  void everyRecordingGivesTheReferencesProbabilities() throws Exception {
    TensorFile golden = arrays("wake_end_to_end.npz");
    String head = "prob_hey_jarvis_on_";
    int compared = 0;
    for (String name : List.copyOf(golden.names())) {
      if (name.startsWith(head)) {
        float[] expected = golden.find(name).orElseThrow().floats();
        String recording = "pcm_" + name.substring(head.length());
        List<Integer> given = probabilities(golden.find(recording).orElseThrow().floats());
        assertThat(given).hasSameSizeAs(expected);
        for (int i = name.endsWith("alexa_en-us") ? 0 : MEMORY; i < expected.length; i++) {
          assertThat(given.get(i)).as(name + " " + i).isEqualTo((int) expected[i]);
          compared++;
        }
      }
    }
    System.out.printf("hey_jarvis: %,d probabilities from sound, all equal%n", compared);
    assertThat(compared).isPositive();
  }

  /** Frames come from the third run on; each third one makes a step of the network. */
  private List<Integer> probabilities(float[] samples) throws Exception {
    List<byte[]> runs = runs(samples, 160, 0);
    HostTwin twin = twin("Jarvis");
    List<Integer> given = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      twin.infer(runs.get(run));
      if (run >= 4 && (run - 4) % 3 == 0) {
        given.add(twin.outputs()[0] & 0xFF);
      }
    }
    return given;
  }

  @Test
  void theSimulatedChipHearsTheSame() throws Exception {
    var target = GeneratedModel.load(loader, "ex.Jarvis").simulator("stm32l476");
    assumeTrue(target.availability().isAvailable(), target.availability()::reason);
    TensorFile golden = arrays("wake_end_to_end.npz");
    List<byte[]> runs = runs(golden.find("pcm_hey_jarvis_en-us+f3").orElseThrow().floats(), 160, 0);
    HostTwin twin = twin("Jarvis");
    int most = 0;
    try (Firmware firmware = target.build(BuildOptions.DEFAULT)) {
      List<byte[]> outputs = firmware.run(runs).outputs();
      for (int i = 0; i < runs.size(); i++) {
        twin.infer(runs.get(i));
        assertThat(outputs.get(i)).as("run " + i).isEqualTo(twin.outputs());
        most = Math.max(most, outputs.get(i)[0] & 0xFF);
      }
    }
    assertThat(most).as("probability of hey jarvis, of 255").isGreaterThan(200);
  }

  @Test
  void oneWordIsOneDetection() throws Exception {
    TensorFile golden = arrays("wake_end_to_end.npz");
    int others = 0;
    for (String name : List.copyOf(golden.names())) {
      if (name.startsWith("pcm_")) {
        HostTwin twin = twin("Wake");
        int detections = 0;
        List<byte[]> runs = runs(golden.find(name).orElseThrow().floats(), 160, 0);
        for (int run = 0; run < runs.size(); run++) {
          twin.infer(runs.get(run));
          // Between two scores the last decision stands.
          detections += run >= 4 && (run - 4) % 3 == 0 ? twin.outputs()[0] : 0;
        }
        boolean word = name.equals("pcm_hey_jarvis_en-us+f3");
        assertThat(detections).as(name).isEqualTo(word ? 1 : 0);
        others += word ? 0 : 1;
      }
    }
    assertThat(others).isPositive();
  }

  /** WAV files of one second at 16 kHz; what micro_speech says of each at its end, 2 is "yes". */
  @ParameterizedTest
  @CsvSource({"tflm_yes, 2", "tflm_noise, 0", "tflm_silence, 0"})
  void microSpeechHearsWavFiles(String name, int word) throws Exception {
    HostTwin twin = twin("Speech");
    runs(wav(name + "_1000ms"), 320, 160).forEach(twin::infer);
    assertThat(twin.outputs()[0]).isEqualTo((byte) word);
  }

  @Test
  void voicesAreHeardAndNoiseIsNot() throws Exception {
    TensorFile golden = arrays("wake_end_to_end.npz");
    for (String name : List.copyOf(golden.names())) {
      if (name.startsWith("pcm_")) {
        assertThat(voices(golden.find(name).orElseThrow().floats())).as(name).isPositive();
      }
    }
    assertThat(voices(wav("tflm_yes_1000ms"))).isPositive();
    // The network takes a moment of tflm_silence, a room's, for a voice.
    assertThat(voices(wav("tflm_noise_1000ms"))).isZero();
    assertThat(voices(wav("pymicro_silence"))).isZero();
  }

  /** Runs after which there was a voice. */
  private int voices(float[] samples) throws Exception {
    HostTwin twin = twin("Voice");
    int voices = 0;
    for (byte[] run : runs(samples, 160, 0)) {
      twin.infer(run);
      voices += twin.outputs()[0];
    }
    return voices;
  }

  /** Front end, network and decision, of all recordings one after the other, byte for byte. */
  @ParameterizedTest
  @CsvSource({"Wake, 160", "Voice, 160", "Speech, 320"})
  void theSimulatedChipDecidesTheSame(String model, int hop) throws Exception {
    var target = GeneratedModel.load(loader, "ex." + model).simulator("stm32l476");
    assumeTrue(target.availability().isAvailable(), target.availability()::reason);
    List<byte[]> runs = new ArrayList<>();
    for (String name : List.of("tflm_yes_1000ms", "tflm_noise_1000ms", "tflm_silence_1000ms")) {
      runs.addAll(runs(wav(name), hop, 0));
    }
    TensorFile golden = arrays("wake_end_to_end.npz");
    for (String name : List.of("pcm_hey_jarvis_en-us+f3", "pcm_alexa_en-us")) {
      runs.addAll(runs(golden.find(name).orElseThrow().floats(), hop, 0));
    }
    HostTwin twin = twin(model);
    List<Integer> decided = new ArrayList<>();
    try (Firmware firmware = target.build(BuildOptions.DEFAULT)) {
      List<byte[]> outputs = firmware.run(runs).outputs();
      for (int i = 0; i < runs.size(); i++) {
        twin.infer(runs.get(i));
        assertThat(outputs.get(i)).as("run " + i).isEqualTo(twin.outputs());
        decided.add((int) twin.outputs()[0]);
      }
    }
    System.out.printf("%s: %,d runs on the chip, all as in Java%n", model, runs.size());
    assertThat(Set.copyOf(decided)).as("decisions").hasSizeGreaterThan(1);
  }

  private static float[] wav(String name) throws Exception {
    try (InputStream file = Files.newInputStream(SHARED.resolve("data/audio/" + name + ".wav"))) {
      short[] samples = Recordings.wav(file, 16_000);
      float[] reals = new float[samples.length];
      for (int i = 0; i < reals.length; i++) {
        reals[i] = samples[i];
      }
      return reals;
    }
  }
}
