package dev.thimble.backend.cmsis;

import dev.thimble.backend.CTarget;
import dev.thimble.backend.ProductFunction;
import dev.thimble.kernel.Element;
import java.util.List;
import java.util.Set;

/** C for Cortex-M: flash is memory, constants are plain arrays whose section can be chosen. */
final class CortexC implements CTarget {
  private static final Set<String> THUMB_1 = Set.of("cortex-m0", "cortex-m0plus", "cortex-m23");
  private static final Set<String> HELIUM = Set.of("cortex-m55", "cortex-m85");
  private static final Set<String> WITHOUT_DSP = Set.of("cortex-m3", "cortex-m33+nodsp");

  private final String core;

  CortexC(String core) {
    this.core = core;
  }

  /** Whether the core has the whole of Thumb-2. */
  static boolean hasThumb2(String core) {
    return !THUMB_1.contains(core);
  }

  /** Whether the core has the DSP extension. */
  static boolean hasDsp(String core) {
    return hasThumb2(core) && !WITHOUT_DSP.contains(core);
  }

  /** Whether the core has vectors of integers. */
  static boolean hasHelium(String core) {
    return HELIUM.contains(core);
  }

  @Override
  public List<String> preamble(String prefix) {
    return List.of(
        "/* Define these as attributes to put constants and code into sections of your own. */",
        "#ifndef " + prefix + "_CONSTANT",
        "#define " + prefix + "_CONSTANT",
        "#endif",
        "#ifndef " + prefix + "_CODE",
        "#define " + prefix + "_CODE",
        "#endif");
  }

  @Override
  public String code(String prefix) {
    return prefix + "_CODE ";
  }

  @Override
  public String constant(String prefix) {
    return "static const " + prefix + "_CONSTANT";
  }

  @Override
  public String load(String prefix, Element element, String array, String index) {
    return array + "[" + index + "]";
  }

  @Override
  public List<ProductFunction> products() {
    return ByteProducts.of(core);
  }

  /** Of its own, so that the stack is aligned where kernels are called. */
  @Override
  public String claimedRun() {
    return "__attribute__((noinline))";
  }

  /** The compiler makes code for such a core, and its pointers are what the assembly expects. */
  @Override
  public String claimCondition() {
    if (!hasThumb2(core)) {
      return "defined(__thumb__) && !defined(__thumb2__) && defined(__GNUC__) && !defined(__PIC__)";
    }
    String instructions = hasDsp(core) ? "defined(__ARM_FEATURE_DSP)" : "defined(__ARM_ARCH)";
    if (hasHelium(core)) {
      // GCC makes vectors only where they are handed over in registers: -mfloat-abi=hard.
      instructions = "defined(__ARM_FEATURE_MVE)";
    }
    return instructions + " && defined(__thumb2__) && defined(__GNUC__) && !defined(__PIC__)";
  }
}
