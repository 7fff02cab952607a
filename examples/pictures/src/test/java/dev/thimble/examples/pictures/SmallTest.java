package dev.thimble.examples.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.TinyModelTest;
import dev.thimble.data.LabelledReals;
import org.junit.jupiter.api.Test;

/** The generated test proves the bits; this one looks at pictures that training never saw. */
@TinyModelTest(Small.class)
class SmallTest {
  @Test
  void seesWhatLiesThere() {
    LabelledReals pictures = PicturesDemo.small();
    SmallModel model = new SmallModel();
    assertThat(pictures.right(pixels -> model.classify(pixels).ordinal()))
        .isGreaterThanOrEqualTo(pictures.count() * 76 / 100);
  }
}
