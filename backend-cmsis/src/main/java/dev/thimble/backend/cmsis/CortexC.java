package dev.thimble.backend.cmsis;

import dev.thimble.backend.CTarget;
import dev.thimble.kernel.Element;
import java.util.List;

/** C for Cortex-M: flash is memory, constants are plain arrays whose section can be chosen. */
final class CortexC implements CTarget {
  @Override
  public List<String> preamble(String prefix) {
    return List.of(
        "/* Define this as an attribute to put constants into a section of your own. */",
        "#ifndef " + prefix + "_CONSTANT",
        "#define " + prefix + "_CONSTANT",
        "#endif");
  }

  @Override
  public String constant(String prefix) {
    return "static const " + prefix + "_CONSTANT";
  }

  @Override
  public String load(String prefix, Element element, String array, String index) {
    return array + "[" + index + "]";
  }
}
