package dev.thimble.emit.c;

import dev.thimble.backend.ProductFunction;
import java.util.List;
import java.util.stream.Collectors;

/** The C of a function that adds up products: the chip's instructions, and a loop beside them. */
final class ProductText {
  private ProductText() {}

  static String of(ProductFunction function, String name, CNames names) {
    String x = CTypes.of(function.x());
    String w = CTypes.of(function.w());
    return """
    /* sum + (x[i] + offset) * w[i] over all i below count */
    %1$s_STEP int32_t %2$s(int32_t sum, const %3$s *x, const %4$s *w, int count, int offset)
    {
    #if %5$s
      register int32_t total __asm__("r0") = sum;
      register const %3$s *from __asm__("r1") = x;
      register const %4$s *with __asm__("r2") = w;
      register int left __asm__("r3") = count;
      register int plus __asm__("r12") = offset;
      __asm__ __volatile__(
    %6$s
        : "+r"(total), "+r"(from), "+r"(with), "+r"(left), "+r"(plus)
        :
        : %7$s);
      return total;
    #else
      for (int i = 0; i < count; i++) {
        sum += (x[i] + offset) * w[i];
      }
      return sum;
    #endif
    }
    """
        .formatted(
            names.macro(),
            name,
            x,
            w,
            names.claimed(),
            function.body().stream().map(line -> "    " + line).collect(Collectors.joining("\n")),
            quoted(function.clobbered()));
  }

  private static String quoted(List<String> registers) {
    return registers.stream().map(r -> '"' + r + "\", ").collect(Collectors.joining())
        + "\"cc\", \"memory\"";
  }
}
