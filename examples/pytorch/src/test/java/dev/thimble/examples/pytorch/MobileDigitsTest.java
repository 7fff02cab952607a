package dev.thimble.examples.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.TinyModelTest;
import dev.thimble.data.LabelledReals;
import org.junit.jupiter.api.Test;

/** The generated test proves the bits; this one looks at pictures that the network never saw. */
@TinyModelTest(MobileDigits.class)
class MobileDigitsTest {
  @Test
  void readsHeldOutPictures() {
    LabelledReals pictures = Demo.heldOut();
    MobileDigitsModel model = new MobileDigitsModel();
    assertThat(pictures.right(pixels -> model.classify(pixels).ordinal()))
        .isGreaterThanOrEqualTo(pictures.count() * 96 / 100);
  }
}
