package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.Borders;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Sums of up to nine products, one channel after the other: its weights stay in registers, and what
 * makes its sums outputs in registers and in a frame on the stack, which Y points to. The inputs of
 * a channel are gathered in a {@link Plane}, with what stands for zero around them; where all
 * channels have the same inputs, once.
 *
 * <p>Channels that become outputs by the same form of requantisation share a loop.
 */
final class ChannelSumClaim {
  private static final int COUNT = 256;

  /** Fewer positions are not worth loading a channel's numbers. */
  private static final int FEWEST_POSITIONS = 4;

  private static final int MOST_UNROLLED = 8;

  /** Places in the frame: pointers, and counters of channels and rows. */
  private static final int IN = 1;

  private static final int OUT = 3;
  private static final int PLANE = 5;
  private static final int STREAM = 7;
  private static final int CHANNELS = 9;
  private static final int ROWS = 10;
  private static final int NUMBERS = 11;

  private final Core core;
  private final Kernel kernel;
  private final ProductSum sum;
  private final long pad;
  private final Plane plane;
  private final Buffer cells;
  private final List<ChannelGroup> groups;
  private final int together;
  private final Assembly lines;

  private ChannelSumClaim(
      Core core,
      Kernel kernel,
      ProductSum sum,
      long pad,
      Plane plane,
      List<ChannelGroup> groups,
      int together) {
    this.core = core;
    this.kernel = kernel;
    this.sum = sum;
    this.pad = pad;
    this.plane = plane;
    this.groups = groups;
    this.together = together;
    this.lines = new Assembly(core);
    this.cells =
        new Buffer(
            kernel.name() + "_plane",
            Element.I8,
            plane.bytes(),
            Buffer.Space.SCRATCH,
            Optional.empty(),
            Element.I8.range());
  }

  /** The claims of a kernel that is such a sum, if all its numbers fit. */
  static List<Claim> of(Core core, Kernel kernel) {
    Optional<ProductSum> found = ProductSum.of(kernel).filter(ChannelSumClaim::isFew);
    if (!core.multiplier() || core.far() || found.isEmpty()) {
      return List.of();
    }
    ProductSum sum = found.get();
    Optional<Plane> plane =
        Borders.of(sum)
            .flatMap(borders -> Plane.of(borders, sum.weights()[0].length))
            .filter(p -> fits(sum, p));
    long shift = sum.input().element() == Element.I8 ? 0 : -ProductSum.SIGN;
    long pad = shift - sum.offset();
    if (plane.isEmpty() || !Element.I8.range().contains(Interval.of(pad))) {
      return List.of();
    }
    ProductSum signed = sum.filled(shift);
    List<Claim> claims = new ArrayList<>();
    for (List<ChannelGroup> groups : ChannelGroup.all(signed)) {
      for (int together = 1;
          together <= Math.min(2, plane.get().across().positions());
          together++) {
        claims.add(
            new ChannelSumClaim(core, kernel, signed, pad, plane.get(), groups, together).claim());
      }
    }
    return claims;
  }

  private static boolean isFew(ProductSum sum) {
    int positions =
        sum.positions().stream().mapToInt(axis -> axis.extent()).reduce(1, (a, b) -> a * b);
    return sum.weights()[0].length <= ChannelCode.MOST_TAPS
        && sum.weights().length <= COUNT
        && positions >= FEWEST_POSITIONS
        && (!sum.ownInputs() || isInterleaved(sum));
  }

  /** Whether the inputs of a channel lie so many bytes apart as there are channels. */
  private static boolean isInterleaved(ProductSum sum) {
    int channels = sum.weights().length;
    return sum.at().base() % channels == 0
        && sum.positions().stream().allMatch(a -> sum.at().coefficient(a.name()) % channels == 0)
        && sum.taps().stream().allMatch(a -> sum.at().coefficient(a.name()) % channels == 0);
  }

  /** The plane has to be small beside the arrays. */
  private static boolean fits(ProductSum sum, Plane plane) {
    return plane.down().positions() <= COUNT
        && plane.across().positions() <= COUNT
        && 2 * plane.bytes() <= sum.input().bytes() + sum.output().bytes();
  }

  private Claim claim() {
    List<ChannelCode> codes =
        groups.stream()
            .map(g -> new ChannelCode(lines, plane, g.any(), limits(), NUMBERS, together))
            .toList();
    int numbers = groups.stream().mapToInt(g -> ChannelCode.frameBytes(g.any())).max().orElse(0);
    Buffer stream = Streams.bytes(kernel.name() + "_channels", stream(codes));
    Routine routine = Routine.begin(core, lines, saved(codes), NUMBERS - 1 + numbers, 0);
    begin();
    for (int i = 0; i < groups.size(); i++) {
      ChannelCode code = codes.get(i);
      int count = groups.get(i).channels().size();
      ChannelCode.counted(lines, CHANNELS, count, () -> channel(code));
    }
    lines.one("clr r1");
    String summary =
        "%d sums of %d products each in 24 bits, a channel at a time, %d at once%s"
            .formatted(
                sum.weights().length,
                sum.weights()[0].length,
                together,
                groups.size() > 1 ? ", requantised in two forms" : "");
    List<Buffer> arrays = List.of(sum.input(), sum.output(), cells);
    Kernel own = kernel.withScratch(List.of(cells));
    return new Claim(
        summary,
        List.of(stream),
        List.of(cells),
        List.of(),
        sum.ownInputs() ? sum.weights().length : 1,
        routine.end(),
        symbols -> Routine.function(own, arrays, List.of(stream), lines.lines(), symbols));
  }

  private Interval limits() {
    return sum.rules().get(0).limits();
  }

  private List<Integer> saved(List<ChannelCode> codes) {
    TreeSet<Integer> saved = new TreeSet<>(List.of(2, 3, 4, 10, 28, 29));
    codes.forEach(code -> saved.addAll(code.used()));
    if (together > 1) {
      saved.addAll(List.of(5, 6, 7));
    }
    for (int tap = 0; tap < sum.weights()[0].length; tap++) {
      saved.add(ChannelCode.FIRST_WEIGHT + tap);
    }
    saved.removeIf(register -> register > 17 && register < 28);
    return List.copyOf(saved);
  }

  /** Of each channel: which one it is, its weights, its numbers. */
  private List<Long> stream(List<ChannelCode> codes) {
    List<Long> bytes = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      List<Integer> channels = groups.get(i).channels();
      for (int c = 0; c < channels.size(); c++) {
        bytes.add((long) channels.get(c));
        for (long weight : sum.weights()[channels.get(c)]) {
          bytes.add(weight & 0xff);
        }
        bytes.addAll(codes.get(i).numbers(groups.get(i).scales().get(c)));
      }
    }
    return bytes;
  }

  private void begin() {
    lines.one("clr r10");
    lines.advance(24, Math.toIntExact(sum.at().base()) + plane.firstInput(), true);
    put(IN, 24);
    put(OUT, 22);
    put(PLANE, 20);
    lines.address("%[c0]");
    put(STREAM, 30);
    if (plane.isPadded()) {
      lines.comment("padding");
      lines.one("movw r30, r20").one("ldi r18, " + (pad & 0xff));
      int row = plane.across().cells();
      int unrolled = unrolled(row);
      lines.loop(
          "r19",
          "r19",
          plane.down().cells(),
          () -> lines.loop("r20", "r20", row / unrolled, () -> fill(unrolled)));
    }
    if (!sum.ownInputs()) {
      get(26, IN);
      gather();
    }
  }

  private void fill(int cells) {
    for (int i = 0; i < cells; i++) {
      lines.two("st Z+, r18");
    }
  }

  private static int unrolled(int count) {
    int unrolled = MOST_UNROLLED;
    while (count % unrolled != 0) {
      unrolled--;
    }
    return unrolled;
  }

  private void channel(ChannelCode code) {
    lines.comment("which channel, its weights, and what makes its sums outputs");
    get(30, STREAM);
    lines.flash("r2");
    for (int tap = 0; tap < sum.weights()[0].length; tap++) {
      lines.flash("r" + (ChannelCode.FIRST_WEIGHT + tap));
    }
    code.load();
    put(STREAM, 30);
    if (sum.ownInputs()) {
      own(IN);
      gather();
    }
    own(OUT);
    get(30, PLANE);
    ChannelCode.counted(
        lines,
        ROWS,
        plane.down().positions(),
        () -> {
          code.row(together, sum.weights().length);
          int row = plane.across().positions() * plane.across().step();
          lines.advance(30, plane.down().step() * plane.across().cells() - row, true);
        });
  }

  /** X points to the channel of r2. */
  private void own(int place) {
    get(26, place);
    lines.one("add r26, r2").one("adc r27, r10");
  }

  /** The inputs that X points to go into the plane. */
  private void gather() {
    lines.comment("inputs");
    get(30, PLANE);
    lines.advance(30, plane.firstCell(), true);
    int row = plane.across().real();
    int unrolled = unrolled(row);
    lines.loop(
        "r3",
        "r25",
        plane.down().real(),
        () -> {
          lines.loop("r4", "r25", row / unrolled, () -> cells(unrolled));
          lines.advance(26, plane.rowStride() - row * plane.cellStride(), true);
          lines.advance(30, plane.across().cells() - row, true);
        });
  }

  private void cells(int count) {
    for (int i = 0; i < count; i++) {
      lines.two("ld r25, X+");
      if (sum.input().element() != Element.I8) {
        lines.one("subi r25, 0x80");
      }
      lines.two("st Z+, r25");
      lines.advance(26, plane.cellStride() - 1, true);
    }
  }

  private void put(int place, int low) {
    lines.two("std Y+%d, r%d".formatted(place, low));
    lines.two("std Y+%d, r%d".formatted(place + 1, low + 1));
  }

  private void get(int low, int place) {
    lines.two("ldd r%d, Y+%d".formatted(low, place));
    lines.two("ldd r%d, Y+%d".formatted(low + 1, place + 1));
  }
}
