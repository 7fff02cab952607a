package dev.thimble.backend.avr;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Sums of unsigned inputs times weights on cores without products, a channel at a time: r2, r3 and
 * r14. A product is eight times a shift and, where the weight has a bit, an addition; the bit of
 * the sign is subtracted. Each takes as long whatever the bits are.
 *
 * <p>r10 is zero, r18 a weight, which becomes the lower byte of the product, r19 an input, r20 the
 * product's upper byte, r21 its sign.
 */
final class ShiftSumCode implements BorderedCode {
  private static final List<String> SUM = List.of("r2", "r3", "r14");
  private static final int[] TOTAL = {19, 20, 21, 22, 23, 24, 25};
  private static final int BITS = 8;

  private final ProductSum sum;
  private final List<ByteScale> scales;

  private ShiftSumCode(ProductSum sum, List<ByteScale> scales) {
    this.sum = sum;
    this.scales = scales;
  }

  /** Code for a sum, if its inputs can be unsigned bytes. */
  static Optional<ShiftSumCode> of(ProductSum sum) {
    if (!Element.U8.range().contains(sum.factors())) {
      return Optional.empty();
    }
    List<ScaleForm> forms =
        ScaleForm.whole(largestRatio(sum)).stream().filter(ShiftSumCode::fits).toList();
    return SumCode.scales(sum, forms).map(scales -> new ShiftSumCode(sum, scales));
  }

  private static double largestRatio(ProductSum sum) {
    return sum.rules().stream().mapToDouble(rule -> rule.ratio()).max().orElseThrow();
  }

  /** Whole products are made, which have the bytes of both factors. */
  private static boolean fits(ScaleForm form) {
    int bytes = form.multiplierBytes() + form.sumBytes();
    return form.lowest() == 0 && form.doubled() == 0 && form.top() < bytes && bytes <= TOTAL.length;
  }

  @Override
  public int sumBits() {
    return BITS * SUM.size();
  }

  @Override
  public List<Integer> saved(int group) {
    return List.of(2, 3, 10, 14);
  }

  @Override
  public void clear(Assembly code, int size) {
    code.comment("a sum, offset to be positive");
    code.one("ldi r18, 0x80").one("clr r2").one("clr r3").one("mov r14, r18");
  }

  @Override
  public void tap(Assembly code, int size, int gap) {
    code.two("ld r19, X+");
    if (sum.offset() != 0) {
      code.one("subi r19, " + (-sum.offset() & 0xff));
    }
    code.flash("r18");
    code.one("clr r20").one("lsr r18");
    for (int bit = 0; bit < BITS; bit++) {
      boolean sign = bit == BITS - 1;
      code.unlessLine("brcc", Assembly.line(sign ? "sub r20, r19" : "add r20, r19"));
      if (sign) {
        code.one("sbc r21, r21");
      }
      code.one("ror r20").one("ror r18");
    }
    code.one("add r2, r18").one("adc r3, r20").one("adc r14, r21");
    code.advance(26, gap, true);
  }

  @Override
  public int tapWords(int size, int gap) {
    return 10 + 4 * BITS + (gap == 0 ? 0 : 2);
  }

  @Override
  public void outputs(Assembly code, int size, Repeat repeat) {
    ByteScale any = scales.get(0);
    code.comment(
        "the result is byte %d of sum * multiplier + constant".formatted(any.form().resultByte()));
    String result =
        ScaleCode.streamedShifts(code, TOTAL).result(any, SUM, sum.rules().get(0).limits());
    code.two("st X+, " + result);
  }

  @Override
  public Buffer stream(String name, int group) {
    List<Long> bytes = new ArrayList<>();
    IntStream.range(0, sum.weights().length)
        .forEach(
            channel -> {
              for (long weight : sum.weights()[channel]) {
                bytes.add(weight & 0xff);
              }
              bytes.addAll(ScaleCode.shiftStream(scales.get(channel), TOTAL));
            });
    return Streams.bytes(name, bytes);
  }
}
