package dev.thimble.backend.avr;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.sums.ProductSum;
import dev.thimble.kernel.sums.ScaleRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What all sums of products have in common in assembly: up to four channels at once, each sum in
 * three registers, and all weights and requantisation constants in one stream in flash.
 *
 * <p>r2..r9 hold the lower bytes of the sums and r14..r17 their highest, r10 is zero; r18..r20 are
 * a weight, an input and a sign.
 */
final class SumCode implements BorderedCode {
  /** Channels at once. */
  static final int GROUP = 4;

  private final ProductSum sum;
  private final List<ByteScale> scales;
  private final int[] scaled;
  private final String store;
  private final boolean unsigned;
  private final long offset;
  private final boolean half;
  private final InCode inCode;

  /**
   * Code for a sum.
   *
   * @param scaled registers of the upper half for the bytes of a product
   * @param store pointer to the outputs
   * @param unsigned whether weights have 128 added, which makes each product an instruction shorter
   *     and the sums 128 times the sum of all inputs too large
   * @param offset added to each input as it is loaded
   * @param half whether two weights share a byte; these are unsigned
   * @param inCode which numbers are in the code
   */
  SumCode(
      ProductSum sum,
      List<ByteScale> scales,
      int[] scaled,
      String store,
      boolean unsigned,
      long offset,
      boolean half,
      InCode inCode) {
    this.sum = sum;
    this.scales = scales;
    this.scaled = scaled;
    this.store = store;
    this.unsigned = unsigned;
    this.offset = offset;
    this.half = half;
    this.inCode = inCode;
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

  /**
   * Requantisation of each channel: in the cheapest form that suits all of them, or in the cheapest
   * for each where their constants are in the code.
   */
  static Optional<List<ByteScale>> scales(ProductSum sum, InCode inCode) {
    if (inCode.scales()) {
      List<ByteScale> scales = new ArrayList<>();
      for (int c = 0; c < sum.weights().length && scales.size() == c; c++) {
        finder(sum, c).first(ScaleForm.any(sum.rules().get(c).ratio())).ifPresent(scales::add);
      }
      return scales.size() == sum.weights().length ? Optional.of(scales) : Optional.empty();
    }
    double largest = sum.rules().stream().mapToDouble(ScaleRule::ratio).max().orElseThrow();
    return scales(sum, ScaleForm.whole(largest));
  }

  static ScaleFinder finder(ProductSum sum, int channel) {
    return new ScaleFinder(sum.rules().get(channel), sum.biases()[channel], sum.sums(channel));
  }

  /** The same in the first form that suits all channels. */
  static Optional<List<ByteScale>> scales(ProductSum sum, List<ScaleForm> forms) {
    return suiting(
        IntStream.range(0, sum.weights().length).mapToObj(c -> finder(sum, c)).toList(), forms);
  }

  /** Some channels in the first form that suits all of them. */
  static Optional<List<ByteScale>> suiting(List<ScaleFinder> channels, List<ScaleForm> forms) {
    int hardest = 0;
    for (ScaleForm form : forms) {
      // A channel that the last form did not suit is mostly not suited by the next one either.
      if (channels.get(hardest).find(form).isEmpty()) {
        continue;
      }
      List<ByteScale> scales = new ArrayList<>();
      for (int c = 0; c < channels.size() && scales.size() == c; c++) {
        channels.get(c).find(form).ifPresent(scales::add);
      }
      if (scales.size() == channels.size()) {
        return Optional.of(scales);
      }
      hardest = scales.size();
    }
    return Optional.empty();
  }

  /** Sums begin with what {@link ByteScale#start} says. */
  void clear(Assembly code, int first, int size) {
    if (inCode.scales()) {
      code.comment("%d sums".formatted(size));
      for (int i = 0; i < size; i++) {
        long start = scales.get(first + i).start();
        load(code, 2 + 2 * i, start);
        load(code, 3 + 2 * i, start >> 8);
        load(code, 14 + i, start >> 16);
      }
      return;
    }
    code.comment("%d sums, offset to be positive".formatted(size));
    code.one("ldi r18, 0x80");
    for (int i = 0; i < size; i++) {
      code.one("clr r" + (2 + 2 * i)).one("clr r" + (3 + 2 * i)).one("mov r" + (14 + i) + ", r18");
    }
  }

  private static void load(Assembly code, int register, long value) {
    if ((value & 0xff) == 0) {
      code.one("clr r" + register);
    } else {
      code.one("ldi r18, " + (value & 0xff)).one("mov r" + register + ", r18");
    }
  }

  @Override
  public void clear(Assembly code, int size) {
    clear(code, 0, size);
  }

  @Override
  public List<Integer> saved(int group) {
    return registers(group);
  }

  @Override
  public int sumBits() {
    return 8 * ByteScale.SUM_BYTES;
  }

  @Override
  public void outputs(Assembly code, int size, Repeat repeat) {
    requantise(code, 0, size);
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

  @Override
  public void tap(Assembly code, int size, int gap) {
    if (half) {
      input(code);
      HalfSums.tap(code, size);
      code.advance(26, gap, true);
      return;
    }
    boolean signed = Element.I8.range().contains(sum.factors());
    for (int i = 0; i < size; i++) {
      if (i == 0 || sum.ownInputs() && i % sum.sharing() == 0) {
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
   * All taps of a group with the weights in the code.
   *
   * @param first the group's first channel
   * @param offsets where each tap lies behind the pointer
   */
  void immediate(Assembly code, int first, int size, int[] offsets) {
    new CodedTaps(sum, this::input).all(code, first, size, offsets);
  }

  @Override
  public int tapWords(int size, int gap) {
    int load = offset == 0 ? 1 : 2;
    int product = unsigned ? 5 : 6;
    int loads = sum.ownInputs() ? size / sum.sharing() : 1;
    return load * loads + product * size + (gap == 0 ? 0 : 2);
  }

  /** The sums become outputs. */
  void requantise(Assembly code, int first, int size) {
    if (half) {
      HalfSums.separate(code, size);
    }
    if (inCode.scales()) {
      ScaleCode scale = ScaleCode.immediate(code, scaled);
      for (int i = 0; i < size; i++) {
        comment(code, scales.get(first + i).form());
        output(code, scale, scales.get(first + i), i);
      }
      return;
    }
    ByteScale any = scales.get(0);
    comment(code, any.form());
    ScaleCode scale = ScaleCode.streamed(code, scaled);
    // Two in each round, for then the others move up in three moves.
    int step = size % 2 == 0 ? 2 : 1;
    code.loop(
        "r21",
        "r18",
        size / step,
        () -> {
          for (int i = 0; i < step; i++) {
            output(code, scale, any, i);
          }
          if (size > step) {
            shift(code, size, step);
          }
        });
  }

  private static void comment(Assembly code, ScaleForm form) {
    code.comment(
        "the result is byte %d of sum * multiplier + constant".formatted(form.resultByte()));
  }

  private void output(Assembly code, ScaleCode scale, ByteScale numbers, int index) {
    List<String> sums = List.of("r" + (2 + 2 * index), "r" + (3 + 2 * index), "r" + (14 + index));
    String result = scale.result(numbers, sums, sum.rules().get(0).limits());
    code.two("st " + store + "+, " + result);
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
   * For each group: the weights, one of each channel a tap, and each channel's constants, unless
   * they are in the code.
   */
  @Override
  public Buffer stream(String name, int group) {
    List<Long> bytes = new ArrayList<>();
    for (int first = 0; first < sum.weights().length; first += group) {
      int size = Math.min(group, sum.weights().length - first);
      for (int tap = 0; !inCode.weights() && tap < sum.weights()[0].length; tap++) {
        if (half) {
          HalfSums.weights(bytes, sum.weights(), first, size, tap);
          continue;
        }
        for (int c = first; c < first + size; c++) {
          bytes.add(sum.weights()[c][tap] + (unsigned ? ProductSum.SIGN : 0) & 0xff);
        }
      }
      for (int c = first; c < first + size; c++) {
        bytes.addAll(ScaleCode.stream(scales.get(c), scaled));
      }
    }
    return Streams.bytes(name, bytes);
  }
}
