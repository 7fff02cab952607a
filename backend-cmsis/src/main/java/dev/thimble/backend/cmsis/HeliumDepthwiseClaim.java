package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Sums in which each channel reads inputs of its own, for cores with Helium: channels are the lanes
 * of vectors. Products of bytes are added up in 16 bits as long as that is proven to hold for the
 * weights at hand, then in 32. Where several channels share an input, lanes read it together: q3
 * says where.
 */
final class HeliumDepthwiseClaim {
  private static final int WORD = 4;
  private static final int BYTES = 16;
  private static final int LANE_BITS = 128;

  private final MappedSum mapped;
  private final ProductSum sum;
  private final int lanes;
  private final ThumbAssembly lines = new ThumbAssembly();
  private final TapTable table;
  private final HeliumLanes tile;

  private HeliumDepthwiseClaim(MappedSum mapped, TileScale scale) {
    this.mapped = mapped;
    sum = mapped.sum();
    lanes = lanes(mapped);
    table = new TapTable(mapped, lines);
    tile = new HeliumLanes(sum, scale, lanes, lines);
  }

  /** The claim of a kernel that is such a sum, if all its numbers fit. */
  static Optional<Claim> of(KernelSums sums) {
    return sums.bytes()
        .filter(
            mapped ->
                mapped.sum().ownInputs()
                    && mapped.sum().input().element() == Element.I8
                    && Element.I8.range().contains(Interval.of(-mapped.sum().offset()))
                    && lanes(mapped) > 0
                    && TapTable.fits(mapped))
        .flatMap(
            mapped ->
                TileScale.of(mapped.sum()).map(scale -> new HeliumDepthwiseClaim(mapped, scale)))
        .map(claim -> claim.claim(sums.kernel()));
  }

  /** Channels at once; 0 for none. */
  private static int lanes(MappedSum mapped) {
    int most = HeliumLanes.lanes(mapped.channels());
    while (most >= WORD && (!mapped.isEven(most) || mostLanes(mapped) < most)) {
      most /= 2;
    }
    return most < WORD ? 0 : most;
  }

  /** Sixteen lanes leave no register for where the lanes' inputs lie. */
  private static int mostLanes(MappedSum mapped) {
    int sharing = mapped.sum().sharing();
    return sharing == 1 || sharing % BYTES == 0 ? BYTES : BYTES / 2;
  }

  private Claim claim(String name) {
    List<Buffer> constants = new ArrayList<>(List.of(stream(name + "_stream")));
    if (!sum.bounds().isEmpty()) {
      constants.add(table.table(name + "_taps"));
      long zero = SumCode.word(-sum.offset(), -sum.offset(), -sum.offset(), -sum.offset());
      constants.add(
          SumCode.words(name + "_zeros", Collections.nCopies(mapped.channels() / WORD, zero)));
    }
    tile.constants();
    if (isGathered()) {
      int places = Integer.numberOfTrailingZeros(sum.sharing());
      lines.add("movs r4, #0").add("vidup.u%d q3, r4, #1", LANE_BITS / lanes);
      lines.add("vshr.u%d q3, q3, #%d", LANE_BITS / lanes, places);
    }
    table.positions(1, 2, mapped.base(), this::position);
    return mapped.claim(name, constants, 0, "" + lanes, lines, true);
  }

  private int groups() {
    return mapped.channels() / lanes;
  }

  private void position() {
    lines.address("r2", 0);
    if (moves()) {
      lines.add("movs r4, #0");
    }
    if (isOne()) {
      lines.loop(
          mapped.ownInputs(),
          () -> {
            lines.repeated(sum.sharing() / lanes, this::group);
            next(1);
          });
    } else {
      lines.repeated(
          groups(),
          () -> {
            group();
            next(lanes / sum.sharing());
          });
    }
  }

  /** Whether all lanes read the same input. */
  private boolean isOne() {
    return sum.sharing() % lanes == 0;
  }

  /** Whether several lanes read an input, and others another one. */
  private boolean isGathered() {
    return sum.sharing() > 1 && !isOne();
  }

  /** Whether groups have inputs of their own, whose distance from the first ones is in r4. */
  private boolean moves() {
    return isOne() ? mapped.ownInputs() > 1 : groups() > 1;
  }

  private void next(int bytes) {
    if (moves()) {
      lines.advance("r4", bytes);
    }
  }

  private void group() {
    tile.start();
    boolean first = true;
    for (int tap = 0; tap < mapped.taps(); tap++) {
      table.address("r3", tap, moves() ? "r4" : "");
      boolean last = lanes == WORD || tap + 1 == mapped.taps() || !fits(start(tap), tap + 1);
      tap(first);
      if (last && lanes > WORD) {
        tile.widen();
      }
      first = last;
    }
    tile.requantise();
  }

  /** The first tap whose product is added up in 16 bits with this one's. */
  private int start(int tap) {
    int start = 0;
    for (int t = 1; t <= tap; t++) {
      start = fits(start, t) ? start : t;
    }
    return start;
  }

  /** Whether products of these taps, added up, fit 16 bits in each channel. */
  private boolean fits(int from, int to) {
    Interval inputs = sum.input().range().union(Interval.of(-sum.offset()));
    for (long[] weights : sum.weights()) {
      Interval products = Interval.of(0);
      for (int tap = from; tap <= to; tap++) {
        products = products.plus(inputs.times(Interval.of(weights[tap])));
      }
      if (!Element.I16.range().contains(products)) {
        return false;
      }
    }
    return true;
  }

  private void tap(boolean first) {
    if (lanes == BYTES) {
      inputs("u8");
      bytes(first);
      return;
    }
    String type = lanes == WORD ? "s32" : "s16";
    String whole = lanes == WORD ? "i32" : "i16";
    inputs(type);
    lines.add("vldrb.%s q7, [r2], #%d", type, lanes);
    if (lanes > WORD && first) {
      lines.add("vmul.i16 q4, q6, q7");
      return;
    }
    String sums = lanes == WORD ? "q0" : "q4";
    lines.add("vmul.%s q6, q6, q7", whole);
    lines.add("vadd.%s %s, %s, q6", whole, sums, sums);
  }

  /** Inputs in q6, from where r3 points to. */
  private void inputs(String type) {
    if (isOne()) {
      lines.add("ldrsb r3, [r3]").add("vdup.%d q6, r3", LANE_BITS / lanes);
    } else {
      lines.add("vldrb.%s q6, [r3%s]", type, isGathered() ? ", q3" : "");
    }
  }

  /** Sixteen products; there is one register too few for the weights to be loaded once. */
  private void bytes(boolean first) {
    if (first) {
      lines.add("vldrb.u8 q7, [r2], #16");
      lines.add("vmullb.s8 q4, q6, q7").add("vmullt.s8 q5, q6, q7");
      return;
    }
    lines.add("vldrb.u8 q7, [r2]");
    lines.add("vmullb.s8 q7, q6, q7").add("vadd.i16 q4, q4, q7");
    lines.add("vldrb.u8 q7, [r2], #16");
    lines.add("vmullt.s8 q7, q6, q7").add("vadd.i16 q5, q5, q7");
  }

  /** For each group: biases, weights tap by tap, multipliers and shifts. */
  private Buffer stream(String name) {
    List<Long> words = new ArrayList<>();
    for (int first = 0; first < mapped.channels(); first += lanes) {
      tile.biases(words, first);
      for (int tap = 0; tap < mapped.taps(); tap++) {
        for (int c = first; c < first + lanes; c += WORD) {
          words.add(
              SumCode.word(
                  sum.weights()[c][tap],
                  sum.weights()[c + 1][tap],
                  sum.weights()[c + 2][tap],
                  sum.weights()[c + 3][tap]));
        }
      }
      tile.scales(words, first);
    }
    return SumCode.words(name, words);
  }
}
