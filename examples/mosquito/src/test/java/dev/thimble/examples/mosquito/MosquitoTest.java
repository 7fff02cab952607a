package dev.thimble.examples.mosquito;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.TinyModelTest;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The generated test proves the bits; this one listens to insects that training never heard. */
@TinyModelTest(Mosquito.class)
class MosquitoTest {
  @Test
  void hearsWhichMosquitoItIs() throws IOException {
    int right = 0;
    int clips = 0;
    MosquitoModel model = new MosquitoModel();
    for (int label = 0; label < 3; label++) {
      for (short[] clip : Recordings.shipped(Recordings.CLASSES.get(label))) {
        model.reset();
        assertThat(model.push(clip)).isTrue();
        right += model.species() == label ? 1 : 0;
        clips++;
      }
    }
    assertThat(right).isGreaterThanOrEqualTo(clips * 93 / 100);
  }

  @Test
  void howSamplesArriveDoesNotMatter() throws IOException {
    short[] clip = Recordings.shipped("aedes").get(0);
    MosquitoModel whole = new MosquitoModel();
    whole.push(clip);
    MosquitoModel pieces = new MosquitoModel();
    for (int at = 0, n = 1; at < clip.length; at += n, n = n * 3 % 97 + 1) {
      pieces.push(Arrays.copyOfRange(clip, at, Math.min(clip.length, at + n)));
    }
    assertThat(pieces.logits()).isEqualTo(whole.logits());
  }

  @Test
  void featuresAreThoseOfTheModel() throws IOException {
    short[] clip = Recordings.shipped("culex").get(3);
    MosquitoModel model = new MosquitoModel();
    model.push(clip);
    float[] trained = Features.of(clip);
    short[] last = model.loudness();
    for (int band = 0; band < last.length; band++) {
      float decibels = (float) (last[band] * 10 * Math.log10(2) / 64);
      assertThat(trained[trained.length - last.length + band]).isEqualTo(decibels);
    }
  }
}
