package dev.thimble.examples.vibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.TinyModelTest;
import org.junit.jupiter.api.Test;

/** The generated test proves the bits; this one shakes the machine. */
@TinyModelTest(Vibration.class)
class VibrationTest {
  private static int alarms(Machine.State state) {
    return VibrationDemo.alarms(VibrationDemo.windows(state));
  }

  @Test
  void alarmsTellWhatIsWrong() {
    assertThat(alarms(Machine.State.HEALTHY)).isLessThanOrEqualTo(3);
    assertThat(alarms(Machine.State.UNBALANCED)).isGreaterThanOrEqualTo(90);
    assertThat(alarms(Machine.State.BEARING)).isGreaterThanOrEqualTo(90);
    assertThat(alarms(Machine.State.LOOSE)).isGreaterThanOrEqualTo(90);
  }
}
