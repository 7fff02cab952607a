package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Constants as bytes in flash, and the C around a block of assembly that reads them. */
final class Streams {
  private Streams() {}

  /** Bytes in flash. */
  static Buffer bytes(String name, List<Long> bytes) {
    return bytes(name, bytes.stream().mapToLong(Long::longValue).toArray(), 1);
  }

  /** Numbers of so many bytes, the lowest first. */
  static Buffer bytes(String name, long[] numbers, int size) {
    long[] bytes = new long[numbers.length * size];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = numbers[i / size] >> 8 * (i % size) & 0xff;
    }
    return new Buffer(
        name,
        Element.U8,
        bytes.length,
        Buffer.Space.CONSTANT,
        Optional.of(new Buffer.Data(bytes)),
        Element.U8.range());
  }

  /** The lines of a function whose arguments arrive in registers. */
  static List<String> function(
      Claim.Symbols symbols,
      Buffer input,
      Buffer output,
      List<Buffer> constants,
      List<String> code) {
    List<String> lines = new ArrayList<>();
    String x = symbols.array(input);
    String y = symbols.array(output);
    lines.add("register const %s *from __asm__(\"r24\") = %s;".formatted(type(input), x));
    lines.add("register %s *to __asm__(\"r22\") = %s;".formatted(type(output), y));
    lines.add("__asm__ __volatile__(");
    code.forEach(line -> lines.add("  " + line));
    lines.add("  : \"+r\"(from), \"+r\"(to)");
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < constants.size(); i++) {
      operands.add("[c%d] \"i\"(%s)".formatted(i, symbols.constant(constants.get(i))));
    }
    lines.add("  : " + String.join(", ", operands));
    lines.add(
        "  : \"r0\", \"r18\", \"r19\", \"r20\", \"r21\", \"r26\", \"r27\", \"r30\", \"r31\",");
    lines.add("    \"memory\");");
    return lines;
  }

  private static String type(Buffer buffer) {
    return buffer.element() == Element.U8 ? "uint8_t" : "int8_t";
  }
}
