package dev.thimble.backend.avr;

import dev.thimble.kernel.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Constants one after the other in one array: a block of assembly has at most 30 operands, of which
 * a pointer takes two.
 *
 * @param constants what is left, in the order of the operands
 * @param lines the block, which finds all where it is
 */
record MergedConstants(List<Buffer> constants, List<String> lines) {
  private static final int MOST_OPERANDS = 30;

  /** All that is near becomes one array, if there are more operands than a block may have. */
  static MergedConstants of(String name, int pointers, List<Buffer> constants, List<String> lines) {
    if (2 * pointers + constants.size() <= MOST_OPERANDS) {
      return new MergedConstants(constants, lines);
    }
    List<Buffer> left = new ArrayList<>(List.of(Streams.bytes(name, List.of(0L))));
    List<String> places = new ArrayList<>();
    List<Long> bytes = new ArrayList<>();
    for (Buffer constant : constants) {
      if (constant.isFar()) {
        places.add("%[c" + left.size() + "]");
        left.add(constant);
      } else {
        places.add("%[c0]+" + bytes.size());
        long[] packed = Streams.bytes(name, constant.values(), constant.element().bytes()).values();
        for (long one : packed) {
          bytes.add(one);
        }
      }
    }
    left.set(0, Streams.bytes(name, bytes));
    return new MergedConstants(
        List.copyOf(left), lines.stream().map(line -> placed(line, places)).toList());
  }

  private static String placed(String line, List<String> places) {
    int from = line.indexOf("%[c");
    if (from < 0) {
      return line;
    }
    int to = line.indexOf(']', from);
    int index = Integer.parseInt(line.substring(from + "%[c".length(), to));
    return line.substring(0, from) + places.get(index) + line.substring(to + 1);
  }
}
