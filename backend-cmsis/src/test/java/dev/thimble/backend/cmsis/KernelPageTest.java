package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backend.Chip;
import dev.thimble.emit.c.CSource;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.RealisticGraphs;
import dev.thimble.kernel.random.TestModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernels that {@code docs/cortex-m.md} explains are those that are printed. */
final class KernelPageTest {
  private static final Path PAGE = Path.of("..", "docs", "cortex-m.md");
  private static final Pattern CODE = Pattern.compile("(?s)```c\\n(.*?\\n)```");

  @ParameterizedTest
  @CsvSource({
    "## A pointwise layer on a Cortex-M4, stm32l476, net_step_Constants",
    "## A depthwise layer on a Cortex-M55, corstone-300, net_step_depthwiseconv2d8"
  })
  void isTrue(String heading, String mcu, String function) throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf(heading);
    int end = page.indexOf("\n## ", start + 1);
    String section = page.substring(start, end < 0 ? page.length() : end);
    String explained =
        CODE.matcher(section).results().map(r -> r.group(1)).collect(Collectors.joining());
    assertThat(explained).isEqualTo(function(mcu, function));
  }

  /** The text of the function's claimed side. */
  private static String function(String mcu, String name) {
    CmsisBackend backend = new CmsisBackend();
    Chip chip = Chips.of(backend, mcu);
    TestModel model = TestModel.of(RealisticGraphs.separable());
    String source = CSource.text(model.outline(), model.plan(backend, chip));
    int start = source.indexOf("NET_STEP void " + name + "(");
    return source.substring(start, source.indexOf("\n}\n", start) + 3);
  }
}
