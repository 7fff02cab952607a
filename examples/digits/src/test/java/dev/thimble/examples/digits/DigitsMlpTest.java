package dev.thimble.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.TinyModelTest;
import dev.thimble.data.LabelledReals;
import org.junit.jupiter.api.Test;

/**
 * The generated test proves the bits; this one looks at the pictures that the network never saw.
 */
@TinyModelTest(DigitsMlp.class)
class DigitsMlpTest {
  @Test
  void readsHeldOutPictures() {
    LabelledReals pictures = Demo.heldOut();
    DigitsMlpModel model = new DigitsMlpModel();
    assertThat(pictures.right(pixels -> model.classify(pixels).ordinal()))
        .isGreaterThanOrEqualTo(pictures.count() * 96 / 100);
  }
}
