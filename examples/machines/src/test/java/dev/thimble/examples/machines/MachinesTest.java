package dev.thimble.examples.machines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.TinyModelTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The generated test proves the bits; this one listens to pumps that it never learnt from. */
@TinyModelTest(Machines.class)
class MachinesTest {
  @Test
  void alarmsTellWhatIsWrong() {
    MachinesDemo.Heard healthy = MachinesDemo.heard(Pump.State.HEALTHY, 0, 300);
    assertThat(healthy.alarms()).isLessThanOrEqualTo(2);
    for (Pump.State fault : MachinesDemo.faults()) {
      MachinesDemo.Heard heard = MachinesDemo.heard(fault, 1, 40);
      assertThat(heard.alarms()).as(fault.name()).isGreaterThanOrEqualTo(36);
      assertThat(MachinesDemo.auc(healthy, heard)).as(fault.name()).isGreaterThan(0.99);
    }
  }

  @Test
  void howSamplesArriveDoesNotMatter() {
    short[] sound = new Pump(9).window(Pump.State.BELT, 1);
    MachinesModel whole = new MachinesModel();
    assertThat(whole.push(sound)).isTrue();
    MachinesModel pieces = new MachinesModel();
    for (int at = 0, n = 1; at < sound.length; at += n, n = n * 5 % 1801 + 1) {
      pieces.push(Arrays.copyOfRange(sound, at, Math.min(sound.length, at + n)));
    }
    assertThat(pieces.distances()).isEqualTo(whole.distances());
    assertThat(pieces.alarm()).isEqualTo(whole.alarm());
  }
}
