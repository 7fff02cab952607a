package dev.thimble.examples.wakeword;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.TinyModelTest;
import dev.thimble.data.LabelledReals;
import org.junit.jupiter.api.Test;

/** The generated test holds the C to the twin and the plan; this one counts right answers. */
@TinyModelTest(WakeNetwork.class)
class WakeNetworkTest {
  @Test
  void asRightAsItsBudgetSays() {
    LabelledReals windows = WakeWordDemo.windows();
    WakeNetworkModel model = new WakeNetworkModel();
    int right = windows.right(window -> model.classify(window).ordinal());
    assertThat((double) right / windows.count()).isGreaterThanOrEqualTo(0.94);
  }
}
