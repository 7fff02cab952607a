package dev.thimble.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

/** A function never lacks its parameter, nor has one that nobody reads. */
class UnaryTest {
  @Test
  void anEluIsNeverFlat() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Unary(Unary.Kind.ELU, 0));
    assertThat(Unary.of(Unary.Kind.ELU).of(-20)).isCloseTo(-1, offset(1e-6));
    assertThat(Unary.elu(2).of(-20)).isCloseTo(-2, offset(1e-6));
    assertThat(Unary.elu(0)).isEqualTo(Unary.of(Unary.Kind.RELU));
  }

  @Test
  void parametersAreNeitherForgottenNorInvented() {
    assertThatIllegalArgumentException().isThrownBy(() -> Unary.of(Unary.Kind.LEAKY_RELU));
    assertThatIllegalArgumentException().isThrownBy(() -> Unary.of(Unary.Kind.STEP));
    assertThatIllegalArgumentException().isThrownBy(() -> new Unary(Unary.Kind.TANH, 1));
    assertThat(Unary.leaky(0).of(-1)).isZero();
    assertThat(Unary.step(0).of(1)).isOne();
  }
}
