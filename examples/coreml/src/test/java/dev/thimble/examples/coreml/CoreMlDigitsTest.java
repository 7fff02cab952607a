package dev.thimble.examples.coreml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.TinyModelTest;
import dev.thimble.data.LabelledReals;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The generated test proves the bits; this one looks at pictures that the network never saw. */
@TinyModelTest(CoreMlDigits.class)
class CoreMlDigitsTest {
  @Test
  void readsHeldOutPictures() {
    LabelledReals pictures = Demo.heldOut();
    CoreMlDigitsModel model = new CoreMlDigitsModel();
    assertThat(pictures.right(pixels -> model.classify(pixels).ordinal()))
        .isGreaterThanOrEqualTo(pictures.count() * 96 / 100);
  }

  /** Nobody but the package says what the classes are called. */
  @Test
  void classesAreNamedByThePackage() {
    assertThat(Arrays.stream(CoreMlDigitsModel.Digit.values()).map(Enum::name))
        .startsWith("DIGIT_0", "DIGIT_1")
        .hasSize(10);
  }
}
