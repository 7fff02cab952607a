package dev.thimble.examples.gestures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.TinyModelTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The generated test proves the bits; this one looks at hands that training never saw. */
@TinyModelTest(Gesture.class)
class GestureTest {
  @Test
  void seesWhichGestureItIs() {
    int right = 0;
    int all = 0;
    int[][] confusion = GesturesDemo.confusion();
    for (int i = 0; i < confusion.length; i++) {
      right += confusion[i][i];
      all += Arrays.stream(confusion[i]).sum();
    }
    assertThat(right).isGreaterThanOrEqualTo(all * 85 / 100);
    assertThat(confusion[0][0]).as("hands that do nothing").isGreaterThanOrEqualTo(20);
  }

  @Test
  void howReadingsArriveDoesNotMatter() {
    for (short[] clip : GesturesDemo.clips("circle").subList(0, 5)) {
      GestureModel whole = new GestureModel();
      whole.push(clip);
      GestureModel pieces = new GestureModel();
      for (int at = 0, n = 1; at < clip.length; at += n, n = n * 3 % 47 + 1) {
        pieces.push(Arrays.copyOfRange(clip, at, Math.min(clip.length, at + n)));
      }
      assertThat(pieces.scores()).isEqualTo(whole.scores());
      assertThat(pieces.gesture()).isEqualTo(whole.gesture());
    }
  }

  @Test
  void theFiguresAreThoseThatWereTrainedOn() {
    short[] clip = GesturesDemo.clips("shake").get(0);
    GestureModel model = new GestureModel();
    MotionModel motion = new MotionModel();
    model.push(clip);
    motion.push(clip);
    assertThat(model.features()).isEqualTo(motion.features());
  }
}
