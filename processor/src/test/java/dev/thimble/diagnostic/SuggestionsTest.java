package dev.thimble.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
  @Test
  void nearNamesAreSuggested() {
    List<String> names = List.of("atmega328p", "attiny85", "stm32l476");
    assertThat(Suggestions.nearest("atmega328", names)).contains("atmega328p");
    assertThat(Suggestions.nearest("ATmega328P", names)).contains("atmega328p");
    assertThat(Suggestions.nearest("stm23l476", names)).contains("stm32l476");
    assertThat(Suggestions.nearest("esp32", names)).isEmpty();
    assertThat(Suggestions.didYouMean("esp32", names)).isEmpty();
  }

  @Test
  void distanceCountsEdits() {
    assertThat(Suggestions.distance("", "abc")).isEqualTo(3);
    assertThat(Suggestions.distance("conv", "cnov")).isEqualTo(1);
    assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
  }

  @Test
  void longListsAreCut() {
    assertThat(Suggestions.some(List.of("a", "b", "c"), 2)).isEqualTo("a, b and 1 more");
    assertThat(Suggestions.some(List.of(), 2)).isEqualTo("nothing");
  }
}
