package dev.thimble.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CNamesTest {
  @ParameterizedTest
  @CsvSource({
    "Digits, digits",
    "WakeWord, wake_word",
    "Outer_WakeWord, outer_wake_word",
    "HTTPModel2, http_model2",
    "KWS, kws",
    "Model2D, model2_d",
    "_9Lives_, lives",
    "Größe, gr_e",
    "数字, model"
  })
  void areMadeFromClassNames(String type, String expected) {
    assertThat(CNames.of(type)).isEqualTo(expected);
    assertThat(CNames.isValid(expected)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "9a", "A", "a__b", "a_", "_a", "a-b", "a b", "ä"})
  void areRefused(String name) {
    assertThat(CNames.isValid(name)).isFalse();
  }

  @Test
  void thatCHasTaken() {
    for (String name : List.of("time", "string", "size", "int8", "uint_fast16", "uintptr")) {
      assertThat(CNames.taken(name)).as(name).isPresent();
    }
    for (String name : List.of("digits", "int", "register", "sizes", "timer")) {
      assertThat(CNames.taken(name)).as(name).isEmpty();
    }
  }
}
