package dev.thimble.backend.avr;

import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ProductSum;
import dev.thimble.kernel.sums.ScaleRule;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sums of words times bytes: up to three channels at once, each sum in four registers: r2 to r5, r6
 * to r9, r14 to r17. r10 is zero, r18 a weight, r19 a sign, r20 and r21 an input.
 *
 * <p>A sum becomes {@code (sum * multiplier + constant) >> 8 * resultByte}, where the rule's
 * multiplier is doubled until its shift is whole bytes: the very same number, so all products are
 * made. Sums have 2^31 added, which the constant takes away again, with the bias, half a unit, and
 * the lower limit.
 */
final class WordSumCode implements BorderedCode {
  static final int MOST_CHANNELS = 3;
  private static final int SUM_BYTES = 4;
  private static final int RESULT_BYTES = 3;
  private static final int[] FIRST = {2, 6, 14};
  private static final int[] TOTAL = {14, 15, 19, 20, 21, 22, 23, 24, 25};

  /** How many of these are free where there are three channels. */
  private static final int FEWEST = 7;

  private static final long OFFSET = 1L << 31;

  /** Results without limits, so that a byte more than a word shows what is out of range. */
  private static final Interval RESULTS = new Interval(-(1 << 22), (1 << 22) - 1);

  private static final String FACTOR = "r18";

  private final ProductSum sum;
  private final int resultByte;
  private final int multiplierBytes;

  private WordSumCode(ProductSum sum) {
    this.sum = sum;
    int shift = sum.rules().stream().mapToInt(ScaleRule::shift).max().orElseThrow();
    this.resultByte = (shift + 7) / 8;
    long most = IntStream.range(0, channels()).mapToLong(this::multiplier).max().orElseThrow();
    this.multiplierBytes = (Long.SIZE - Long.numberOfLeadingZeros(most) + 7) / 8;
  }

  /** Code for a sum, if all its numbers fit; by group the channels at once. */
  static java.util.Optional<WordSumCode> of(ProductSum sum) {
    boolean fits = IntStream.range(0, sum.weights().length).allMatch(c -> fits(sum, c));
    return java.util.Optional.of(sum)
        .filter(s -> fits)
        .map(WordSumCode::new)
        .filter(code -> code.bytes() <= TOTAL.length && code.multiplierBytes <= SUM_BYTES);
  }

  private static boolean fits(ProductSum sum, int channel) {
    ScaleRule rule = sum.rules().get(channel);
    Interval products = sum.sums(channel);
    Interval all = products.plus(Interval.of(sum.biases()[channel]));
    boolean once = rule.rounding() == Rounding.SINGLE || rule.shift() < Integer.SIZE;
    Interval reals =
        new Interval(
            (long) Math.floor(all.low() * rule.ratio()),
            (long) Math.ceil(all.high() * rule.ratio()));
    return once
        && sum.offset() == 0
        && new Interval(-OFFSET, OFFSET - 1).contains(products)
        && RESULTS.contains(reals.plus(Interval.of(rule.zeroPoint() - rule.limits().low())));
  }

  private int channels() {
    return sum.weights().length;
  }

  /** Channels at once. */
  int group() {
    int group = bytes() <= FEWEST ? MOST_CHANNELS : MOST_CHANNELS - 1;
    while (channels() % group != 0) {
      group--;
    }
    return group;
  }

  private int bytes() {
    return resultByte + RESULT_BYTES;
  }

  private long multiplier(int channel) {
    ScaleRule rule = sum.rules().get(channel);
    return rule.multiplier() << (8 * resultByte - rule.shift());
  }

  private BigInteger constant(int channel) {
    ScaleRule rule = sum.rules().get(channel);
    BigInteger bias = BigInteger.valueOf(sum.biases()[channel] - OFFSET);
    BigInteger whole = BigInteger.valueOf(2 * (rule.zeroPoint() - rule.limits().low()) + 1);
    return bias.multiply(BigInteger.valueOf(multiplier(channel)))
        .add(whole.shiftLeft(8 * resultByte - 1));
  }

  @Override
  public int sumBits() {
    return 8 * SUM_BYTES;
  }

  @Override
  public List<Integer> saved(int group) {
    List<Integer> saved = new ArrayList<>(List.of(10));
    IntStream.range(2, group > 1 ? 10 : 6).forEach(saved::add);
    IntStream.range(14, group > 2 ? 18 : 16).forEach(saved::add);
    return saved;
  }

  @Override
  public void clear(Assembly code, int size) {
    code.comment("%d sums, offset to be positive".formatted(size)).one("ldi r18, 0x80");
    for (int i = 0; i < size; i++) {
      for (int at = 0; at < SUM_BYTES - 1; at++) {
        code.one("clr r" + (FIRST[i] + at));
      }
      code.one("mov r%d, r18".formatted(FIRST[i] + SUM_BYTES - 1));
    }
  }

  @Override
  public void tap(Assembly code, int size, int gap) {
    for (int i = 0; i < size; i++) {
      if (i == 0 || sum.ownInputs()) {
        code.two("ld r20, X+").two("ld r21, X+");
      }
      code.flash(FACTOR);
      code.two("mulsu r18, r20");
      add(code, FIRST[i], 0);
      code.two("muls r18, r21");
      add(code, FIRST[i], 1);
    }
    code.advance(26, gap, true);
  }

  /** Adds a signed product to a sum from a byte on. */
  private static void add(Assembly code, int first, int at) {
    code.one("sbc r19, r19");
    code.one("add r%d, r0".formatted(first + at)).one("adc r%d, r1".formatted(first + at + 1));
    for (int i = at + 2; i < SUM_BYTES; i++) {
      code.one("adc r%d, r19".formatted(first + i));
    }
  }

  @Override
  public int tapWords(int size, int gap) {
    int loads = sum.ownInputs() ? size : 1;
    return 2 * loads + 12 * size + (gap == 0 ? 0 : 2);
  }

  @Override
  public void outputs(Assembly code, int size, Repeat repeat) {
    code.comment("the result is byte %d of sum * multiplier + constant".formatted(resultByte));
    repeat.times(
        size,
        () -> {
          total(code);
          saturate(code);
          code.two("st X+, " + total(resultByte)).two("st X+, " + total(resultByte + 1));
          for (int i = 1; i < size; i++) {
            code.one("movw r%d, r%d".formatted(FIRST[i - 1], FIRST[i]));
            code.one("movw r%d, r%d".formatted(FIRST[i - 1] + 2, FIRST[i] + 2));
          }
        });
  }

  /** The products of the first sum and its multiplier, on top of a constant. */
  private void total(Assembly code) {
    for (int i = 0; i < bytes(); i++) {
      code.flash(total(i));
    }
    for (int factor = 0; factor < multiplierBytes; factor++) {
      code.flash(FACTOR);
      for (int i = 0; i < SUM_BYTES && i + factor < bytes(); i++) {
        code.two("mul r%d, r18".formatted(FIRST[0] + i));
        code.one("add " + total(i + factor) + ", r0");
        for (int at = i + factor + 1; at < bytes(); at++) {
          code.one("adc " + total(at) + (at == i + factor + 1 ? ", r1" : ", r10"));
        }
      }
    }
  }

  /** The register of a byte of the total. */
  private String total(int index) {
    return "r" + TOTAL[TOTAL.length - bytes() + index];
  }

  /** Brings three bytes between the limits, in as many cycles whatever they are. */
  private void saturate(Assembly code) {
    String low = total(resultByte);
    String high = total(resultByte + 1);
    String top = total(resultByte + 2);
    for (String each : List.of(low, high)) {
      code.unless("cpse " + top + ", r10", "ldi " + each + ", 255");
      code.unless("sbrc " + top + ", 7", "ldi " + each + ", 0");
    }
    Interval limits = sum.rules().get(0).limits();
    long width = limits.high() - limits.low();
    if (width < 0xffff) {
      code.one("ldi r18, " + ((width + 1) >> 8));
      code.one("cpi " + low + ", " + (width + 1 & 0xff)).one("cpc " + high + ", r18");
      code.unlessLine("brlo", Assembly.line("ldi " + low + ", " + (width & 0xff)));
      code.unlessLine("brlo", Assembly.line("ldi " + high + ", " + (width >> 8)));
    }
    if (limits.low() != 0) {
      code.one("subi " + low + ", " + (-limits.low() & 0xff));
      code.one("sbci " + high + ", " + (-limits.low() >> 8 & 0xff));
    }
  }

  @Override
  public Buffer stream(String name, int group) {
    List<Long> bytes = new ArrayList<>();
    for (int first = 0; first < channels(); first += group) {
      for (int tap = 0; tap < sum.weights()[0].length; tap++) {
        for (int c = first; c < first + group; c++) {
          bytes.add(sum.weights()[c][tap] & 0xff);
        }
      }
      for (int c = first; c < first + group; c++) {
        bytes(bytes, constant(c), bytes());
        bytes(bytes, BigInteger.valueOf(multiplier(c)), multiplierBytes);
      }
    }
    return Streams.bytes(name, bytes);
  }

  private static void bytes(List<Long> bytes, BigInteger value, int count) {
    for (int i = 0; i < count; i++) {
      bytes.add(value.shiftRight(8 * i).longValue() & 0xff);
    }
  }
}
