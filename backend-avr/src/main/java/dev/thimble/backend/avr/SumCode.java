package dev.thimble.backend.avr;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ProductSum;
import dev.thimble.kernel.sums.ScaleRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What all sums of products have in common in assembly: up to four channels at once, each sum in
 * three registers, and all weights and requantisation constants in one stream in flash.
 *
 * <p>r2..r9 hold the lower bytes of the sums and r14..r17 their highest, r10 is zero; r18..r20 are
 * a weight, an input and a sign.
 */
final class SumCode {
  /** Channels at once. */
  static final int GROUP = 4;

  private final ProductSum sum;
  private final List<ByteScale> scales;
  private final int[] scaled;
  private final String store;
  private final boolean unsigned;
  private final long offset;
  private final boolean half;

  /**
   * Code for a sum.
   *
   * @param scaled registers of the upper half for the bytes of a product
   * @param store pointer to the outputs
   * @param unsigned whether weights have 128 added, which makes each product an instruction shorter
   *     and the sums 128 times the sum of all inputs too large
   * @param offset added to each input as it is loaded
   * @param half whether two weights share a byte; these are unsigned
   */
  SumCode(
      ProductSum sum,
      List<ByteScale> scales,
      int[] scaled,
      String store,
      boolean unsigned,
      long offset,
      boolean half) {
    this.sum = sum;
    this.scales = scales;
    this.scaled = scaled;
    this.store = store;
    this.unsigned = unsigned;
    this.offset = offset;
    this.half = half;
  }

  /** Registers of the sums and of zero, which a caller relies on. */
  static List<Integer> registers(int group) {
    List<Integer> registers = new ArrayList<>();
    for (int i = 0; i < group; i++) {
      registers.add(2 + 2 * i);
      registers.add(3 + 2 * i);
    }
    registers.add(10);
    for (int i = 0; i < group; i++) {
      registers.add(14 + i);
    }
    return registers;
  }

  /** Requantisation of each channel, in the cheapest form that suits all of them. */
  static Optional<List<ByteScale>> scales(ProductSum sum) {
    double largest = sum.rules().stream().mapToDouble(ScaleRule::ratio).max().orElseThrow();
    return ByteScale.Form.of(largest).stream()
        .flatMap(form -> scales(sum, form).stream())
        .findFirst();
  }

  private static Optional<List<ByteScale>> scales(ProductSum sum, ByteScale.Form form) {
    Interval all = new Interval(-ByteScale.OFFSET, ByteScale.OFFSET - 1);
    List<ByteScale> scales = new ArrayList<>();
    for (int c = 0; c < sum.weights().length; c++) {
      Interval sums = sum.sums(c);
      if (!all.contains(sums)) {
        return Optional.empty();
      }
      Optional<ByteScale> scale = ByteScale.find(sum.rules().get(c), sum.biases()[c], sums, form);
      if (scale.isEmpty()) {
        return Optional.empty();
      }
      scales.add(scale.get());
    }
    return Optional.of(scales);
  }

  /** Sums start with an offset that keeps them positive. */
  void clear(Assembly code, int size) {
    code.comment("%d sums, offset to be positive".formatted(size));
    code.one("ldi r18, 0x80");
    for (int i = 0; i < size; i++) {
      code.one("clr r" + (2 + 2 * i)).one("clr r" + (3 + 2 * i)).one("mov r" + (14 + i) + ", r18");
    }
  }

  /** Sums start with the same, less 128 times the sum of the inputs in r12 and r13. */
  void clearUnsigned(Assembly code, int size) {
    if (half) {
      HalfSums.clear(code, size);
      return;
    }
    code.comment("%d sums, less what unsigned weights add".formatted(size));
    code.one("mov r21, r12").one("mov r19, r13").one("lsr r19").one("ror r21");
    code.one("clr r20").one("ror r20").one("com r19").one("com r21").one("neg r20");
    code.one("sbci r21, 255").one("sbci r19, 255").one("subi r19, 0x80");
    for (int i = 0; i < size; i++) {
      code.one("movw r" + (2 + 2 * i) + ", r20").one("mov r" + (14 + i) + ", r19");
    }
  }

  /** The next input, as it is multiplied, in r19. */
  void input(Assembly code) {
    code.two("ld r19, X+");
    if (offset != 0) {
      code.one("subi r19, " + (-offset & 0xff));
    }
  }

  /** One tap: an input for all channels, or one for each. */
  void tap(Assembly code, int size, int gap) {
    if (half) {
      input(code);
      HalfSums.tap(code, size);
      code.advance(26, gap, true);
      return;
    }
    boolean signed = Element.I8.range().contains(sum.factors());
    for (int i = 0; i < size; i++) {
      if (i == 0 || sum.ownInputs()) {
        input(code);
      }
      code.flash("r18");
      if (unsigned) {
        code.two("mul r18, r19");
      } else {
        code.two((signed ? "muls" : "mulsu") + " r18, r19").one("sbc r20, r20");
      }
      code.one("add r" + (2 + 2 * i) + ", r0").one("adc r" + (3 + 2 * i) + ", r1");
      code.one("adc r" + (14 + i) + (unsigned ? ", r10" : ", r20"));
    }
    code.advance(26, gap, true);
  }

  /**
   * All taps of a group with the weights in the code: an input that is loaded once is multiplied by
   * the magnitudes of all channels' weights; zeros cost nothing.
   *
   * @param first the group's first channel
   * @param offsets where each tap lies behind the pointer
   */
  void immediate(Assembly code, int first, int size, int[] offsets) {
    int at = 0;
    for (int tap = 0; tap < offsets.length; tap++) {
      List<Integer> channels = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        if (sum.weights()[first + i][tap] != 0) {
          channels.add(i);
        }
      }
      int index = tap;
      channels.sort(Comparator.comparingLong(i -> Math.abs(sum.weights()[first + i][index])));
      long loaded = 0;
      int from = Integer.MIN_VALUE;
      for (int i : channels) {
        int place = offsets[tap] + (sum.ownInputs() ? i : 0);
        if (place != from) {
          code.advance(26, place - at, true);
          input(code);
          from = place;
          at = place + 1;
        }
        long weight = sum.weights()[first + i][tap];
        product(code, i, weight, Math.abs(weight) != loaded);
        loaded = Math.abs(weight) == 1 ? loaded : Math.abs(weight);
      }
    }
  }

  /** Adds the unsigned input times a number to a sum. */
  private static void product(Assembly code, int channel, long weight, boolean load) {
    boolean one = Math.abs(weight) == 1;
    if (!one) {
      if (load) {
        code.one("ldi r18, " + Math.abs(weight));
      }
      code.two("mul r18, r19");
    }
    String next = weight > 0 ? "adc r" : "sbc r";
    code.one((weight > 0 ? "add r" : "sub r") + (2 + 2 * channel) + (one ? ", r19" : ", r0"));
    code.one(next + (3 + 2 * channel) + (one ? ", r10" : ", r1"));
    code.one(next + (14 + channel) + ", r10");
  }

  /** Words of a tap. */
  int tapWords(int size, int gap) {
    int load = offset == 0 ? 1 : 2;
    int product = unsigned ? 5 : 6;
    return (sum.ownInputs() ? (load + product) * size : load + product * size) + (gap == 0 ? 0 : 2);
  }

  /** The sums become outputs: two in each round, for then the others move up in three moves. */
  void requantise(Assembly code, int size) {
    if (half) {
      HalfSums.separate(code, size);
    }
    code.comment(
        "the result is byte %d of sum * multiplier + constant".formatted(form().resultByte()));
    int step = size % 2 == 0 ? 2 : 1;
    code.loop(
        "r21",
        "r18",
        size / step,
        () -> {
          for (int i = 0; i < step; i++) {
            scale(code, i);
          }
          if (size > step) {
            shift(code, size, step);
          }
        });
  }

  private ByteScale.Form form() {
    return scales.get(0).form();
  }

  /** The products of a sum and a multiplier, on top of a constant. */
  private void scale(Assembly code, int index) {
    String[] sums = {"r" + (2 + 2 * index), "r" + (3 + 2 * index), "r" + (14 + index)};
    ByteScale.Form form = form();
    for (int i = form.lowest(); i <= form.top(); i++) {
      code.flash(bytes(i));
    }
    if (form.turns()) {
      turn(code, sums);
    }
    for (int factor = 0; factor < form.multiplierBytes(); factor++) {
      code.flash("r18");
      for (int i = 0; i < sums.length; i++) {
        if (form.multiplies(i, factor)) {
          code.two("mul " + sums[i] + ", r18");
          addProduct(code, i + factor);
        }
      }
    }
    saturate(code, bytes(form.resultByte()), bytes(form.top()));
    code.two("st " + store + "+, " + bytes(form.resultByte()));
  }

  /** Sums that are not below the turn get a byte more. */
  private void turn(Assembly code, String[] sums) {
    code.flash("r18").flash("r0").flash("r1");
    code.one("cp " + sums[1] + ", r0").one("cpc " + sums[2] + ", r1");
    code.unlessLine("brsh", Assembly.line("clr r18"));
    int at = form().turning();
    code.one("add " + bytes(at) + ", r18");
    for (int i = at + 1; i <= form().top(); i++) {
      code.one("adc " + bytes(i) + ", r10");
    }
  }

  private void addProduct(Assembly code, int at) {
    code.one("add " + bytes(at) + ", r0");
    if (at < form().top()) {
      code.one("adc " + bytes(at + 1) + ", r1");
    }
    for (int i = at + 2; i <= form().top(); i++) {
      code.one("adc " + bytes(i) + ", r10");
    }
  }

  /** The register of a byte of the scaled sum. */
  private String bytes(int index) {
    return "r" + scaled[index - form().lowest()];
  }

  /** Brings two bytes between the limits of the rule, in as many cycles whatever they are. */
  private void saturate(Assembly code, String low, String high) {
    Interval limits = sum.rules().get(0).limits();
    code.unless("cpse " + high + ", r10", "ldi " + low + ", 255");
    code.unless("sbrc " + high + ", 7", "ldi " + low + ", 0");
    long width = limits.high() - limits.low();
    if (width < 255) {
      code.one("cpi " + low + ", " + (width + 1)).one("brlo .+2").one("ldi " + low + ", " + width);
    }
    if (limits.low() != 0) {
      code.one("subi " + low + ", " + (-limits.low() & 0xff));
    }
  }

  /** The next sums move to where the last were. */
  private static void shift(Assembly code, int size, int step) {
    for (int i = step; i < size; i++) {
      code.one("movw r" + (2 * (i - step) + 2) + ", r" + (2 * i + 2));
    }
    if (step == 2) {
      code.one("movw r14, r16");
    } else {
      for (int i = 1; i < size; i++) {
        code.one("mov r" + (13 + i) + ", r" + (14 + i));
      }
    }
  }

  /**
   * For each group: the weights, one of each channel a tap, unless they are in the code; then each
   * channel's constants.
   */
  Buffer stream(String name, int group, boolean weights) {
    List<Long> bytes = new ArrayList<>();
    for (int first = 0; first < sum.weights().length; first += group) {
      int size = Math.min(group, sum.weights().length - first);
      for (int tap = 0; weights && tap < sum.weights()[0].length; tap++) {
        if (half) {
          HalfSums.weights(bytes, sum.weights(), first, size, tap);
          continue;
        }
        for (int c = first; c < first + size; c++) {
          bytes.add(sum.weights()[c][tap] + (unsigned ? ProductSum.SIGN : 0) & 0xff);
        }
      }
      for (int c = first; c < first + size; c++) {
        ByteScale scale = scales.get(c);
        for (int i = form().lowest(); i <= form().top(); i++) {
          bytes.add(scale.constant() >> 8 * i & 0xff);
        }
        if (form().turns()) {
          bytes.add(scale.more() >> 8 * form().turning() & 0xff);
          bytes.add(scale.turn() >> 8 & 0xff);
          bytes.add(scale.turn() >> 16 & 0xff);
        }
        for (int i = 0; i < form().multiplierBytes(); i++) {
          bytes.add(scale.multiplier() >> 8 * i & 0xff);
        }
      }
    }
    return Streams.bytes(name, bytes);
  }
}
