package dev.thimble.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.TinyModelTest;
import org.junit.jupiter.api.Test;

/**
 * The generated test proves the bits; this one looks at the pictures that the network never saw.
 */
@TinyModelTest(DigitsMlp.class)
class DigitsMlpTest {
  @Test
  void readsHeldOutPictures() {
    Pictures pictures = Pictures.heldOut();
    DigitsMlpModel model = new DigitsMlpModel();
    int right = 0;
    for (int i = 0; i < pictures.count(); i++) {
      if (model.classify(pictures.pixels(i)).ordinal() == pictures.label(i)) {
        right++;
      }
    }
    assertThat(right).isGreaterThanOrEqualTo(pictures.count() * 96 / 100);
  }
}
