package dev.thimble.examples.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.HostTwin;
import dev.thimble.TinyModelTest;
import dev.thimble.data.LabelledReals;
import dev.thimble.testing.GeneratedModel;
import dev.thimble.testing.StepInfo;
import org.junit.jupiter.api.Test;

/** Two ways to one network. */
@TinyModelTest(DeclaredDigits.class)
class DeclaredDigitsTest {
  @Test
  void scoresAreThoseOfTheProgram() {
    LabelledReals pictures = Demo.heldOut();
    HostTwin declared = new DeclaredDigitsModel().hostTwin();
    HostTwin mobile = new MobileDigitsModel().hostTwin();
    for (int i = 0; i < pictures.count(); i++) {
      declared.infer(DeclaredDigitsModel.picture(pictures.sample(i)));
      mobile.infer(MobileDigitsModel.picture(pictures.sample(i)));
      assertThat(scores(DeclaredDigits.class, declared))
          .isEqualTo(scores(MobileDigits.class, mobile));
    }
  }

  private static byte[] scores(Class<?> model, HostTwin twin) {
    return GeneratedModel.load(model.getClassLoader(), model.getName()).info().steps().stream()
        .filter(step -> step.name().equals("scores"))
        .mapToInt(StepInfo::index)
        .mapToObj(twin::result)
        .findFirst()
        .orElseThrow();
  }
}
