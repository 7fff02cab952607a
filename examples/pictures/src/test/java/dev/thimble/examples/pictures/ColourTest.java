package dev.thimble.examples.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.TinyModelTest;
import dev.thimble.data.LabelledReals;
import org.junit.jupiter.api.Test;

/** The generated test proves the bits; this one looks at pictures that training never saw. */
@TinyModelTest(Colour.class)
class ColourTest {
  @Test
  void seesWhatLiesThere() {
    LabelledReals pictures = PicturesDemo.camera();
    ColourModel model = new ColourModel();
    assertThat(pictures.right(pixels -> model.classify(pixels).ordinal()))
        .isGreaterThanOrEqualTo(pictures.count() * 92 / 100);
  }
}
