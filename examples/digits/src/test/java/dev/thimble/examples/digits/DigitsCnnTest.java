package dev.thimble.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.TinyModelTest;
import org.junit.jupiter.api.Test;

/**
 * The generated test proves the bits; this one looks at the pictures that the network never saw.
 */
@TinyModelTest(DigitsCnn.class)
class DigitsCnnTest {
  @Test
  void readsHeldOutPictures() {
    Pictures pictures = Pictures.heldOut();
    DigitsCnnModel model = new DigitsCnnModel();
    int right = 0;
    for (int i = 0; i < pictures.count(); i++) {
      if (model.classify(pictures.pixels(i)).ordinal() == pictures.label(i)) {
        right++;
      }
    }
    assertThat(right).isGreaterThanOrEqualTo(pictures.count() * 96 / 100);
  }
}
