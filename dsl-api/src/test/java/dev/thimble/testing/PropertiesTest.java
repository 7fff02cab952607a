package dev.thimble.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PropertiesTest {

  @Test
  void aModelIsReadAsItWasWritten() {
    List<StepInfo> steps =
        IntStream.range(0, 12).mapToObj(i -> new StepInfo(i, "step" + i, "f" + i, i)).toList();
    ModelInfo model =
        new ModelInfo("digits", List.of(new Port("größe \\", 3)), List.of(new Port("b", 4)), steps);
    assertThat(ModelInfo.fromText(model.toText())).isEqualTo(model);
    assertThat(model.toText()).isASCII().startsWith("cName=digits\ninput.0.name=");
  }

  @Test
  void aDeviceIsReadAsItWasWritten() {
    for (DeviceInfo device :
        List.of(
            DeviceInfo.avr("attiny85", 8_000_000),
            DeviceInfo.cortexM("stm32l476", "cortex-m4", "mps2-an386", 48_000_000),
            DeviceInfo.portable("portable"))) {
      assertThat(DeviceInfo.fromText(device.name(), device.toText())).isEqualTo(device);
    }
  }

  @Test
  void whatIsMissingOrWrongIsNamed() {
    assertThatThrownBy(() -> ModelInfo.fromText("")).hasMessage("No value for cName");
    assertThatThrownBy(() -> DeviceInfo.fromText("a", "simulator=renode"))
        .hasMessage("Unknown simulator renode: simavr, qemu and none are known");
    assertThatThrownBy(() -> DeviceInfo.fromText("a", "clockHz=16MHz"))
        .hasMessage("clockHz is not a number: 16MHz");
  }
}
