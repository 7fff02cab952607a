package dev.thimble.examples.mosquito;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.TinyModelTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The generated test proves the bits; this one listens to insects that training never heard. */
@TinyModelTest(Mosquito.class)
class MosquitoTest {
  @Test
  void hearsWhichMosquitoItIs() {
    int right = 0;
    int clips = 0;
    MosquitoModel model = new MosquitoModel();
    for (int label = 0; label < MosquitoDemo.CLASSES.size(); label++) {
      for (short[] clip : MosquitoDemo.clips(MosquitoDemo.CLASSES.get(label))) {
        right += MosquitoDemo.decision(model, clip) == label ? 1 : 0;
        clips++;
      }
    }
    assertThat(right).isGreaterThanOrEqualTo(clips * 93 / 100);
  }

  @Test
  void howSamplesArriveDoesNotMatter() {
    short[] clip = MosquitoDemo.clips("aedes").get(0);
    MosquitoModel whole = new MosquitoModel();
    whole.push(clip);
    MosquitoModel pieces = new MosquitoModel();
    for (int at = 0, n = 1; at < clip.length; at += n, n = n * 3 % 97 + 1) {
      pieces.push(Arrays.copyOfRange(clip, at, Math.min(clip.length, at + n)));
    }
    assertThat(pieces.logits()).isEqualTo(whole.logits());
  }

  @Test
  void featuresAreThoseThatWereTrainedOn() {
    short[] clip = MosquitoDemo.clips("culex").get(3);
    MosquitoModel model = new MosquitoModel();
    WingSoundModel sound = new WingSoundModel();
    model.push(clip);
    sound.push(clip);
    assertThat(model.loudness()).isEqualTo(sound.loudness());
  }
}
