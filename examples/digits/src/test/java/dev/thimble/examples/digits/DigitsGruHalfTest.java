package dev.thimble.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.TinyModelTest;
import dev.thimble.data.LabelledReals;
import org.junit.jupiter.api.Test;

/** The generated test proves the bits; this one counts what recurrent weights of 4 bits lose. */
@TinyModelTest(DigitsGruHalf.class)
class DigitsGruHalfTest {
  @Test
  void readsHeldOutPicturesRowByRow() {
    LabelledReals pictures = Demo.heldOut();
    DigitsGruModel bytes = new DigitsGruModel();
    DigitsGruHalfModel halves = new DigitsGruHalfModel();
    int right = pictures.right(pixels -> bytes.classify(pixels).ordinal());
    assertThat(right).isGreaterThanOrEqualTo(pictures.count() * 96 / 100);
    assertThat(pictures.right(pixels -> halves.classify(pixels).ordinal()))
        .isGreaterThanOrEqualTo(right - pictures.count() * 2 / 100);
  }
}
