package dev.thimble.examples.wakeword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.TinyModelTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The generated test proves the bits; this one listens to voices that training never heard. */
@TinyModelTest(WakeWord.class)
class WakeWordTest {
  private static final Path SHARED =
      Path.of(System.getProperty("thimble.shared", "../../../shared/data"));

  private static int heard(List<short[]> clips) {
    int heard = 0;
    for (short[] clip : clips) {
      heard += Math.min(1, WakeWordDemo.detections(new WakeWordModel(), clip));
    }
    return heard;
  }

  @Test
  void hearsTheWordAndNothingElse() {
    List<short[]> spoken = WakeWordDemo.clips("positive");
    assertThat(heard(spoken)).isGreaterThanOrEqualTo(spoken.size() * 7 / 10);
    assertThat(heard(WakeWordDemo.clips("negative"))).isLessThanOrEqualTo(1);
  }

  @Test
  void hearsWhatOtherProgramsRecorded() throws IOException {
    assumeTrue(Files.isDirectory(SHARED), "no shared data");
    Map<String, short[]> recordings = Elsewhere.read(SHARED);
    assertThat(recordings).hasSizeGreaterThan(20);
    recordings.forEach(
        (name, samples) ->
            assertThat(Elsewhere.detections(samples))
                .as(name)
                .isEqualTo(name.startsWith(Elsewhere.WORD) ? 1 : 0));
  }

  @Test
  void howSamplesArriveDoesNotMatter() {
    short[] clip = WakeWordDemo.clips("positive").get(0);
    WakeWordModel whole = new WakeWordModel();
    whole.push(clip);
    WakeWordModel pieces = new WakeWordModel();
    for (int at = 0, n = 1; at < clip.length; at += n, n = n * 3 % 997 + 1) {
      pieces.push(Arrays.copyOfRange(clip, at, Math.min(clip.length, at + n)));
    }
    assertThat(pieces.scores()).isEqualTo(whole.scores());
    assertThat(pieces.spectrum()).isEqualTo(whole.spectrum());
  }

  @Test
  void featuresAreThoseThatWereTrainedOn() {
    short[] clip = WakeWordDemo.clips("negative").get(0);
    WakeWordModel model = new WakeWordModel();
    WakeSoundModel sound = new WakeSoundModel();
    model.push(clip);
    sound.push(clip);
    assertThat(model.spectrum()).isEqualTo(sound.spectrum());
  }
}
