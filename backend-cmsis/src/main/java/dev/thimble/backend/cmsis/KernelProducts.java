package dev.thimble.backend.cmsis;

import dev.thimble.backend.cmsis.VirtualCode.Counter;
import dev.thimble.backend.cmsis.VirtualLine.Kind;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.ProductLoop;
import dev.thimble.kernel.Stmt;
import java.util.Optional;
import java.util.Set;

/** Loops that add up products of signed bytes in RAM and constants of eight or four bits. */
final class KernelProducts {
  /** Registers that Helium adds to: the even ones. */
  private static final long EVEN = 0x1555;

  private static final long LINK = 1L << 14;
  private static final int LANES = 16;
  private static final int WORD = 4;
  private static final int BLOCK = 8;
  private static final int SINGLES = 4;
  private static final int NIBBLE = 15;

  private final VirtualCode code;
  private final NumberCode numbers;
  private final KernelPlaces places;
  private final Core core;
  private final Set<Buffer> pairs;

  /** What instructions there are. */
  enum Core {
    THUMB,
    THUMB2,
    DSP,
    HELIUM;

    static Core of(String core) {
      return CortexC.hasHelium(core)
          ? HELIUM
          : CortexC.hasDsp(core) ? DSP : CortexC.hasThumb2(core) ? THUMB2 : THUMB;
    }
  }

  /**
   * Loops of a kernel.
   *
   * @param pairs constants that hold two weights a byte
   */
  KernelProducts(
      VirtualCode code, NumberCode numbers, KernelPlaces places, Core core, Set<Buffer> pairs) {
    this.code = code;
    this.numbers = numbers;
    this.places = places;
    this.core = core;
    this.pairs = pairs;
  }

  /** The factors of such a loop. */
  private record Factors(Expr.Load x, Expr.Load w) {}

  private Optional<Factors> factors(Stmt.For loop) {
    return ProductLoop.of(loop)
        .filter(sum -> sum.left().offset() == 0 && sum.right().offset() == 0)
        .map(
            sum -> {
              boolean turned = sum.left().load().buffer().isConstant();
              return turned
                  ? new Factors(sum.right().load(), sum.left().load())
                  : new Factors(sum.left().load(), sum.right().load());
            })
        .filter(
            two ->
                !two.x().buffer().isConstant()
                    && two.w().buffer().isConstant()
                    && two.x().buffer().element() == Element.I8
                    && two.x().at().coefficient(loop.variable()) == 1
                    && (pairs.contains(two.w().buffer())
                        || (two.w().buffer().element() == Element.I8
                            && two.w().at().coefficient(loop.variable()) == 1)));
  }

  /** Whether a loop is one of these; if so it is there. */
  boolean add(Stmt.For loop, int rounds, KernelExpressions expressions) {
    Optional<Factors> factors = factors(loop);
    if (factors.isEmpty()) {
      return false;
    }
    int sum = expressions.register(((Stmt.Assign) loop.body()).name());
    Affine from = factors.get().x().at().without(loop.variable());
    Expr.Load w = factors.get().w();
    Buffer x = factors.get().x().buffer();
    if (pairs.contains(w.buffer())) {
      halves(sum, x, from, w, rounds);
    } else {
      bytes(sum, x, from, w.buffer(), w.at().without(loop.variable()), rounds);
    }
    return true;
  }

  private void bytes(int sum, Buffer x, Affine from, Buffer w, Affine weights, int rounds) {
    if (core == Core.HELIUM) {
      vectors(sum, places.running(x, from, 0), places.running(w, weights, 0), rounds);
    } else if (core == Core.THUMB) {
      int weight = places.running(w, weights, 0);
      backwards(sum, places.running(x, from, 0), weight, rounds);
    } else {
      int weight = places.running(w, weights, rounds);
      forwards(sum, places.running(x, from, rounds), weight, rounds);
    }
  }

  private void forwards(int sum, int x, int w, int rounds) {
    boolean dsp = core == Core.DSP;
    int block = dsp ? BLOCK : SINGLES;
    repeated(
        rounds / block,
        () -> {
          if (dsp) {
            four(sum, x, w);
            four(sum, x, w);
          } else {
            singles(sum, x, w, SINGLES);
          }
        });
    int rest = rounds % block;
    if (dsp && rest >= WORD) {
      four(sum, x, w);
      rest -= WORD;
    }
    singles(sum, x, w, rest);
  }

  private void singles(int sum, int x, int w, int count) {
    for (int i = 0; i < count; i++) {
      int a = next("ldrsb", x, 1);
      numbers.accumulate(sum, a, next("ldrsb", w, 1));
    }
  }

  private int next(String load, int pointer, int bytes) {
    int to = code.register();
    code.line(Kind.PLAIN, load + " {0}, [{1}], #" + bytes, 3, 2, to, pointer);
    return to;
  }

  private void four(int sum, int x, int w) {
    int a = next("ldr", x, WORD);
    int b = next("ldr", w, WORD);
    dual(sum, code.make("sxtb16 {0}, {1}", a), code.make("sxtb16 {0}, {1}", b));
    dual(sum, code.make("sxtb16 {0}, {1}, ror #8", a), code.make("sxtb16 {0}, {1}, ror #8", b));
  }

  private void dual(int sum, int a, int b) {
    code.change("smlad {0}, {1}, {2}, {0}", sum, a, b);
  }

  private void repeated(int rounds, Runnable body) {
    if (rounds > 0) {
      code.open(rounds);
      body.run();
      code.close(down(code, numbers, rounds));
    }
  }

  /** Counts rounds down to zero. */
  static Counter down(VirtualCode code, NumberCode numbers, long rounds) {
    return new Counter(
        ~0L,
        count -> {
          if (rounds <= 255) {
            code.before(Kind.PLAIN, "movs {0}, #" + rounds, 1, 0, count);
          } else {
            int number = numbers.number((int) rounds);
            code.before(Kind.MOVE, "mov {0}, {1}", 1, 2, count, number);
          }
        },
        count -> code.change("subs {0}, {0}, #1", count),
        "bne",
        false);
  }

  /** An index goes down to zero. */
  private void backwards(int sum, int x, int w, int rounds) {
    int at = code.copy(numbers.number(rounds - 1));
    for (int i = 0; i < rounds % SINGLES; i++) {
      indexed(sum, x, w, at);
    }
    int turns = rounds / SINGLES;
    if (turns == 0) {
      return;
    }
    code.open(turns);
    for (int i = 0; i < SINGLES; i++) {
      indexed(sum, x, w, at);
    }
    code.close(new Counter(~0L, count -> {}, count -> {}, "bpl", false));
  }

  private void indexed(int sum, int x, int w, int at) {
    int a = code.make("ldrsb {0}, [{1}, {2}]", x, at);
    int b = code.make("ldrsb {0}, [{1}, {2}]", w, at);
    numbers.accumulate(sum, a, b);
    code.change("subs {0}, {0}, #1", at);
  }

  private void vectors(int sum, int x, int w, int rounds) {
    int total = code.register(EVEN);
    code.move(total, sum);
    int count = numbers.number(rounds);
    code.open((rounds + LANES - 1) / LANES);
    code.line(Kind.PLAIN, "vldrb.u8 q0, [{0}], #16", 1, 1, x);
    code.line(Kind.PLAIN, "vldrb.u8 q1, [{0}], #16", 1, 1, w);
    code.change("vmladava.s8 {0}, q0, q1", total);
    code.close(
        new Counter(
            LINK,
            link -> code.before(Kind.PLAIN, "dlstp.8 {0}, {1}", 1, 2, link, count),
            link -> {},
            "letp {0},",
            true));
    code.move(sum, total);
  }

  private void halves(int sum, Buffer x, Affine from, Expr.Load w, int rounds) {
    boolean dsp = core == Core.DSP || core == Core.HELIUM;
    int bytes = (rounds + 1) / 2;
    Buffer packed = dsp ? blocks(w.buffer(), rounds) : w.buffer();
    int weights = places.running(packed, w.at(), core == Core.THUMB ? 0 : bytes);
    int input = places.running(x, from, core == Core.THUMB ? 0 : rounds);
    if (core == Core.THUMB) {
      backwardHalves(sum, input, weights, rounds);
      return;
    }
    int done = dsp ? rounds / BLOCK * BLOCK : rounds / SINGLES * SINGLES;
    if (done > 0 && dsp) {
      int times16 = code.copy(numbers.number(0));
      repeated(done / BLOCK, () -> eight(times16, input, weights));
      code.change("add {0}, {0}, {1}, asr #4", sum, times16);
    } else {
      repeated(done / SINGLES, () -> twos(sum, input, weights, SINGLES));
    }
    twos(sum, input, weights, rounds - done);
  }

  /** So many products, two with each byte of weights. */
  private void twos(int sum, int x, int w, int count) {
    for (int i = 0; i < count; i += 2) {
      two(sum, x, w, i + 1 < count);
    }
  }

  private void two(int sum, int x, int w, boolean both) {
    int weights = next("ldrsb", w, 1);
    int a = next("ldrsb", x, 1);
    numbers.accumulate(sum, a, code.make("sbfx {0}, {1}, #0, #4", weights));
    if (both) {
      int b = next("ldrsb", x, 1);
      numbers.accumulate(sum, b, numbers.right(weights, WORD));
    }
  }

  /** Weights are 16 times as large where they are. */
  private void eight(int sum, int x, int w) {
    int low = next("ldr", x, WORD);
    int high = next("ldr", x, WORD);
    int both = next("ldr", w, WORD);
    int lower = code.make("and {0}, {1}, #0xf0f0f0f0", numbers.left(both, WORD));
    int upper = code.make("and {0}, {1}, #0xf0f0f0f0", both);
    for (int[] pair : new int[][] {{low, lower}, {high, upper}}) {
      int a = code.make("sxtb16 {0}, {1}", pair[0]);
      dual(sum, a, code.make("sxtb16 {0}, {1}", pair[1]));
      int b = code.make("sxtb16 {0}, {1}, ror #8", pair[0]);
      dual(sum, b, code.make("sxtb16 {0}, {1}, ror #8", pair[1]));
    }
  }

  /** Of eight weights the first four in the lower halves of four bytes. */
  private static Buffer blocks(Buffer pairs, int rounds) {
    long[] values = pairs.values().clone();
    int bytes = (rounds + 1) / 2;
    for (int row = 0; row < values.length; row += bytes) {
      for (int block = 0; block < rounds / BLOCK; block++) {
        int first = row + WORD * block;
        long[] weights = new long[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
          weights[i] = values[first + i / 2] >> (WORD * (i % 2)) & NIBBLE;
        }
        for (int i = 0; i < WORD; i++) {
          values[first + i] = weights[i] | weights[WORD + i] << WORD;
        }
      }
    }
    return Buffer.constant(pairs.name() + "_blocks", Element.U8, values);
  }

  private void backwardHalves(int sum, int x, int w, int rounds) {
    int at = code.copy(numbers.number(rounds - 1));
    int byteAt = code.copy(numbers.number((rounds + 1) / 2 - 1));
    if (rounds % 2 == 1) {
      int last = code.make("ldrsb {0}, [{1}, {2}]", w, byteAt);
      half(sum, x, at, numbers.right(numbers.left(last, 28), 28));
      code.change("subs {0}, {0}, #1", byteAt);
    }
    if (rounds < 2) {
      return;
    }
    code.open(rounds / 2);
    int both = code.make("ldrsb {0}, [{1}, {2}]", w, byteAt);
    half(sum, x, at, numbers.right(both, WORD));
    code.change("subs {0}, {0}, #1", byteAt);
    half(sum, x, at, numbers.right(numbers.left(both, 28), 28));
    code.close(new Counter(~0L, count -> {}, count -> {}, "bpl", false));
  }

  /** Leaves the flags of the index that comes next. */
  private void half(int sum, int x, int at, int weight) {
    numbers.accumulate(sum, code.make("ldrsb {0}, [{1}, {2}]", x, at), weight);
    code.change("subs {0}, {0}, #1", at);
  }
}
