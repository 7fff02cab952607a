package dev.thimble.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AffineTest {
  private final Affine at = Affine.of(3).plus("x", 2).plus("y", -1);

  @Test
  void termsThatCancelVanish() {
    assertThat(Affine.of("x").plus("x", -1)).isEqualTo(Affine.of(0));
    assertThat(at.plus(at, -1)).isEqualTo(Affine.of(0));
    assertThat(at.without("x")).isEqualTo(Affine.of(3).plus("y", -1));
  }

  @Test
  void variablesAreReplacedByIndices() {
    Affine replaced = at.substitute(Map.of("x", Affine.of(1).plus("z", 4)));

    assertThat(replaced).isEqualTo(Affine.of(5).plus("z", 8).plus("y", -1));
  }

  @Test
  void theRangeIsThatOfAllValues() {
    Map<String, Interval> variables =
        Map.of("x", new Interval(0, 4), "y", new Interval(0, 6), "unused", new Interval(0, 99));

    assertThat(at.range(variables)).isEqualTo(new Interval(-3, 11));
    assertThatThrownBy(() -> at.range(Map.of())).hasMessageContaining("unbound");
  }
}
