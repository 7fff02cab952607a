package dev.thimble.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
  @ParameterizedTest
  @CsvSource({
    "no person, NO_PERSON, NO_PERSON",
    "7, DIGIT_7, 7",
    "Café, CAFE, CAFE",
    "left/right, LEFT_RIGHT, LEFT_RIGHT",
    "'-1', DIGIT_1, 1",
    "'?', '', ''"
  })
  void becomeConstants(String label, String java, String c) {
    assertThat(Labels.javaConstant(label)).isEqualTo(java);
    assertThat(Labels.cConstant(label)).isEqualTo(c);
  }

  @Test
  void areTheSameInTurkey() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(Labels.javaConstant("ring")).isEqualTo("RING");
    } finally {
      Locale.setDefault(before);
    }
  }
}
