package dev.thimble.backend.avr;

import dev.thimble.kernel.Interval;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Positions of one channel of a {@link Plane}, which Z points to: the sums of one position or of
 * two neighbours, which have inputs in common, become outputs where X points to.
 *
 * <p>Weights lie in registers from r16 on, an input and a result in r25, sums in r2 to r7, r10 is
 * zero. What makes sums outputs, the channel's numbers, lies in the registers that are left, and
 * where these do not do, in the frame.
 */
final class ChannelCode {
  /** So many weights have registers. */
  static final int MOST_TAPS = 9;

  static final int FIRST_WEIGHT = 16;
  private static final String WORK = "r25";
  private static final String ZERO = "r10";
  private static final int[][] SUMS = {{2, 3, 4}, {6, 7, 5}};
  private static final int[] FREE = {8, 9, 12, 13, 14, 15, 11};

  /** The farthest that a load reaches. */
  private static final int REACH = 63;

  private final Assembly lines;
  private final Plane plane;
  private final ByteScale any;
  private final Interval limits;
  private final int[] scaled;
  private final int frame;
  private final String factor;
  private final int counter;

  /** For each number of a channel its register; 0 if it lies in the frame. */
  private final int[] places;

  private final List<Integer> used = new ArrayList<>();

  /**
   * Code for a group of channels.
   *
   * @param frame the first place in the frame that is free
   * @param together how many positions there are at once, one or two
   */
  ChannelCode(
      Assembly lines, Plane plane, ByteScale any, Interval limits, int frame, int together) {
    this.lines = lines;
    this.plane = plane;
    this.any = any;
    this.limits = limits;
    this.frame = frame;
    ScaleForm form = any.form();
    Deque<Integer> free = free(plane, together);
    this.scaled = new int[form.top() - form.lowest() + 1];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = i == form.resultByte() - form.lowest() ? 25 : take(free);
    }
    int constants = ScaleCode.stream(any, scaled).size();
    this.places = new int[ByteScale.SUM_BYTES + constants];
    boolean needsFactor = form.turns() || free.size() < form.multiplierBytes();
    this.factor = needsFactor ? "r" + take(free) : "r0";
    for (int i = 0; i < form.multiplierBytes() && !free.isEmpty(); i++) {
      places[places.length - form.multiplierBytes() + i] = take(free);
    }
    this.counter = free.isEmpty() ? 0 : take(free);
    for (int i = 0; i < ByteScale.SUM_BYTES && !free.isEmpty(); i++) {
      places[i] = take(free);
    }
  }

  private static Deque<Integer> free(Plane plane, int together) {
    Deque<Integer> free = new ArrayDeque<>();
    IntStream.of(FREE).forEach(free::add);
    if (together == 1) {
      IntStream.of(SUMS[1]).forEach(free::add);
    }
    int taps = plane.down().taps() * plane.across().taps();
    IntStream.range(FIRST_WEIGHT + taps, FIRST_WEIGHT + MOST_TAPS).forEach(free::add);
    return free;
  }

  private int take(Deque<Integer> free) {
    int register = free.remove();
    used.add(register);
    return register;
  }

  /** Registers besides those of the sums and weights. */
  List<Integer> used() {
    return List.copyOf(used);
  }

  /** Bytes of the frame, with one that may count. */
  static int frameBytes(ByteScale any) {
    int most = any.form().top() - any.form().lowest() + 1;
    return ByteScale.SUM_BYTES + ScaleCode.stream(any, new int[most]).size() + 1;
  }

  /** A channel's numbers, in the order in which {@link #load} reads them. */
  List<Long> numbers(ByteScale scale) {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < ByteScale.SUM_BYTES; i++) {
      numbers.add(scale.start() >> 8 * i & 0xff);
    }
    numbers.addAll(ScaleCode.stream(scale, scaled));
    return numbers;
  }

  /** Loads a channel's numbers from flash. */
  void load() {
    for (int i = 0; i < places.length; i++) {
      if (places[i] > 0) {
        lines.flash("r" + places[i]);
      } else {
        lines.flash(WORK).two("std Y+%d, %s".formatted(frame + 1 + i, WORK));
      }
    }
  }

  /** A row of outputs, which lie so many bytes apart. */
  void row(int together, int apart) {
    int positions = plane.across().positions();
    if (positions / together > 0) {
      counted(positions / together, () -> positions(together, apart));
    }
    if (positions % together > 0) {
      positions(1, apart);
    }
  }

  private void counted(int rounds, Runnable body) {
    if (counter > 0) {
      lines.loop("r" + counter, WORK, rounds, body);
    } else {
      counted(lines, frame, rounds, body);
    }
  }

  /** A loop whose counter lies in the frame. */
  static void counted(Assembly lines, int place, int rounds, Runnable body) {
    if (rounds == 1) {
      body.run();
      return;
    }
    String at = "Y+" + place;
    lines.one("ldi %s, %d".formatted(WORK, rounds & 0xff)).two("std %s, %s".formatted(at, WORK));
    lines.rounds(
        rounds,
        () ->
            lines
                .two("ldd %s, %s".formatted(WORK, at))
                .one("dec " + WORK)
                .two("std %s, %s".formatted(at, WORK)),
        body);
  }

  private void positions(int count, int apart) {
    begin(count);
    products(count);
    lines.comment(
        "the result is byte %d of sum * multiplier + constant".formatted(any.form().resultByte()));
    for (int i = 0; i < count; i++) {
      List<String> sum = IntStream.of(SUMS[i]).mapToObj(r -> "r" + r).toList();
      lines.two("st X, " + ScaleCode.kept(lines, scaled, kept(), factor).result(any, sum, limits));
      lines.advance(26, apart, true);
    }
  }

  private void begin(int count) {
    lines.comment(count == 1 ? "a sum" : "sums of two neighbours");
    for (int i = 0; i < ByteScale.SUM_BYTES; i++) {
      get("r" + SUMS[0][i], i);
    }
    if (count > 1) {
      lines.one("movw r6, r2").one("mov r5, r4");
    }
  }

  /** A number of the channel. */
  private void get(String register, int number) {
    if (places[number] > 0) {
      lines.one("mov %s, r%d".formatted(register, places[number]));
    } else {
      lines.two("ldd %s, Y+%d".formatted(register, frame + 1 + number));
    }
  }

  /** Every input is loaded once and multiplied for all positions that it belongs to. */
  private void products(int count) {
    int step = plane.across().step();
    int taps = plane.across().taps();
    int at = 0;
    for (int row = 0; row < plane.down().taps(); row++) {
      for (int column = 0; column < (count - 1) * step + taps; column++) {
        boolean loaded = false;
        for (int i = 0; i < count; i++) {
          int tap = column - i * step;
          if (tap < 0 || tap >= taps) {
            continue;
          }
          int offset = plane.offset(row, column);
          if (!loaded && offset - at > REACH) {
            lines.advance(30, offset - at, true);
            at = offset;
          }
          if (!loaded) {
            lines.two("ldd %s, Z+%d".formatted(WORK, offset - at));
          }
          loaded = true;
          product(SUMS[i], FIRST_WEIGHT + row * taps + tap);
        }
      }
    }
    lines.advance(30, count * step - at, true);
  }

  private void product(int[] sum, int weight) {
    lines.two("muls r%d, %s".formatted(weight, WORK));
    lines.one("sbc r%d, %s".formatted(sum[2], ZERO)); // the sign of the product
    lines.one("add r%d, r0".formatted(sum[0])).one("adc r%d, r1".formatted(sum[1]));
    lines.one("adc r%d, %s".formatted(sum[2], ZERO));
  }

  /** Numbers in the order in which a result needs them. */
  private ScaleCode.Constants kept() {
    return new ScaleCode.Constants() {
      private int next = ByteScale.SUM_BYTES;

      @Override
      public void load(String register, long value) {
        get(register, next++);
      }

      @Override
      public String factor(String register, long value) {
        int place = places[next++];
        if (place > 0) {
          return "r" + place;
        }
        get(register, next - 1);
        return register;
      }
    };
  }
}
