package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sums of products for cores without Thumb-2, up to four channels at once, inputs read where they
 * lie: depthwise layers, dense layers, and what {@link WordSumClaim} has no room for.
 *
 * <p>Where channels share an input, weights are bytes with 128 added, and the sum of the inputs is
 * taken away as often; in depthwise layers weights are pairs of 16 bits.
 *
 * <p>r2 points into the stream, r3 to the next input, later to the output; r8 to r11 are sums, r12
 * adds inputs up, r1 counts taps.
 */
final class Thumb1SumClaim {
  private static final int WORD = 4;
  private static final int HALF = 2;
  private static final int GROUP = SumCode.GROUP;
  private static final int BLOCK = SumCode.BLOCK;

  /** The stream and the table of borders. */
  static final int CONSTANTS = 2;

  private static final List<String> SUMS = List.of("r8", "r9", "r10", "r11");
  private static final List<String> LOADED = List.of("r4", "r5", "r6", "r7");

  private final MappedSum mapped;
  private final ProductSum sum;
  private final int group;
  private final int block;
  private final Thumb1Assembly lines;
  private final ChannelOutput output;
  private final BorderWalk walk;
  private final int out;
  private final int position;
  private final int groupStart;
  private final int next;

  private Thumb1SumClaim(MappedSum mapped, ChannelOutput output, Thumb1Assembly lines) {
    this.mapped = mapped;
    this.output = output;
    this.lines = lines;
    sum = mapped.sum();
    group = group(mapped);
    out = lines.slot();
    position = lines.slot();
    groupStart = lines.slot();
    next = lines.slot();
    block = sum.ownInputs() ? 1 : BorderWalk.block(mapped);
    walk = new BorderWalk(mapped.borders(), lines, block, count -> count * tapBytes(group), 1);
  }

  /** The claim of a kernel that is such a sum, if all its numbers fit. */
  static Optional<Claim> of(KernelSums sums) {
    return sums.bytes()
        .or(sums::bytesOrHalves)
        .or(sums::words)
        .flatMap(Thumb1SumClaim::of)
        .flatMap(claim -> claim.claim(sums.kernel()));
  }

  private static Optional<Thumb1SumClaim> of(MappedSum mapped) {
    Thumb1Assembly lines = new Thumb1Assembly(CONSTANTS);
    return ChannelOutput.of(mapped.sum(), lines, true)
        .map(output -> new Thumb1SumClaim(mapped, output, lines));
  }

  /** Channels at once. */
  private static int group(MappedSum mapped) {
    int group = Math.min(GROUP, mapped.channels());
    // What padding skips must be the same for all groups.
    boolean even = !mapped.sum().bounds().isEmpty() || mapped.sum().sharing() > 1;
    while (even && !mapped.isEven(group)) {
      group--;
    }
    return group;
  }

  private int channels() {
    return mapped.channels();
  }

  private int taps() {
    return mapped.taps();
  }

  /** What a tap's weights take. */
  private int tapBytes(int size) {
    if (sum.ownInputs()) {
      return (size + 1) / HALF * WORD;
    }
    return mapped.half() ? (size + 1) / HALF : size;
  }

  private int weightBytes(int size) {
    return (taps() * tapBytes(size) + WORD - 1) / WORD * WORD;
  }

  private Optional<Claim> claim(String name) {
    lines.put("r1", out);
    walk.positions(sum.ownInputs() ? mapped.unit() * mapped.ownInputs() : 0, this::position);
    if (!lines.reaches()) {
      return Optional.empty();
    }
    Buffer stream = stream(name + "_stream");
    List<Buffer> constants = List.of(stream, walk.table(name + "_borders", mapped.base()));
    return Optional.of(mapped.claim(name, constants, 0, "" + group, lines, false));
  }

  private void position() {
    lines.put("r0", position).address("r2", 0);
    mapped.groups(group, lines, () -> group(group), this::next);
    if (channels() % group > 0) {
      group(channels() % group);
    }
    lines.get("r0", position);
  }

  private void group(int size) {
    lines.comment(size + " sums");
    lines.add("ldmia r2!, {%s}", String.join(", ", LOADED.subList(0, size)));
    for (int c = 0; c < size; c++) {
      lines.add("mov %s, %s", SUMS.get(c), LOADED.get(c));
    }
    if (!sum.ownInputs()) {
      lines.add("movs r3, #0").add("mov r12, r3");
    }
    lines.put("r2", groupStart);
    walk.skip("r2");
    lines.get("r3", position);
    walk.taps("r3", "r2", "r4", "r1", () -> block(size));
    lines.get("r2", groupStart).advance("r2", weightBytes(size));
    requantise(size);
  }

  /** The next group's own inputs. */
  private void next(int bytes) {
    lines.get("r3", position).advance("r3", bytes).put("r3", position);
  }

  private void block(int size) {
    for (int i = 0; i < block; i++) {
      if (sum.ownInputs()) {
        own(size);
      } else {
        shared(i, size);
      }
    }
    lines.advance("r2", block * tapBytes(size));
    lines.advance("r3", block > 1 ? block * mapped.unit() : mapped.borders().tapStep());
  }

  /** One input for all channels. */
  private void shared(int index, int size) {
    input(index);
    lines.add("add r12, r4");
    for (int c = 0; c < size; c++) {
      lines.loadByte("r5", "r2", index * tapBytes(size) + (mapped.half() ? c / 2 : c), false);
      if (mapped.half()) {
        lines.halfByte("r5", c % 2 == 0);
      }
      lines.multiplyAdd(SUMS.get(c), "r4", "r5");
    }
  }

  /** An input for each channel, or for so many. */
  private void own(int size) {
    for (int c = 0; c < size; c++) {
      if (c % HALF == 0) {
        lines.add("ldr r6, [r2, #%d]", c / HALF * WORD).add("sxth r5, r6");
      } else {
        lines.add("asrs r5, r6, #16");
      }
      if (c % sum.sharing() == 0) {
        input(c / sum.sharing());
      }
      lines.multiplyAdd(SUMS.get(c), "r4", "r5");
    }
  }

  private void input(int index) {
    mapped.load(lines, "r4", "r3", index);
    lines.advance("r4", Math.toIntExact(sum.offset()));
  }

  private void requantise(int size) {
    if (!sum.ownInputs()) {
      int sign = mapped.half() ? WordTile.HALF_SIGN : ProductSum.SIGN;
      lines.comment(sign + " times the inputs");
      lines.add("mov r1, r12").add("lsls r1, r1, #" + Integer.numberOfTrailingZeros(sign));
      lines.add("mov r12, r1");
    }
    lines.get("r3", out);
    for (int c = 0; c < size; c++) {
      output.load();
      lines.put("r2", next);
      if (sum.ownInputs()) {
        output.result(SUMS.get(c));
      } else {
        lines.add("mov r0, " + SUMS.get(c)).add("mov r1, r12").add("subs r0, r0, r1");
        output.result("r0");
      }
      lines.add("%s r0, [r3, #%d]", mapped.store(), mapped.unit() * c);
      lines.get("r2", next);
    }
    lines.advance("r3", mapped.unit() * size).put("r3", out);
  }

  /** For each group: biases, weights filled up to words, requantisation of each channel. */
  private Buffer stream(String name) {
    List<Long> words = new ArrayList<>();
    for (int first = 0; first < channels(); first += group) {
      int size = Math.min(group, channels() - first);
      for (int c = first; c < first + size; c++) {
        words.add(sum.biases()[c] - output.from(c));
      }
      weights(words, first, size);
      for (int c = first; c < first + size; c++) {
        output.constants(words, c);
      }
    }
    return SumCode.words(name, words);
  }

  private void weights(List<Long> words, int first, int size) {
    byte[] bytes = new byte[weightBytes(size)];
    for (int tap = 0; tap < taps(); tap++) {
      for (int c = 0; c < size; c++) {
        long weight = sum.weights()[first + c][tap];
        int at = tap * tapBytes(size);
        if (sum.ownInputs()) {
          bytes[at + HALF * c] = (byte) weight;
          bytes[at + HALF * c + 1] = (byte) (weight >> Byte.SIZE);
        } else if (mapped.half()) {
          bytes[at + c / 2] |= (byte) ((weight + WordTile.HALF_SIGN) << 4 * (c % 2));
        } else {
          bytes[at + c] = (byte) (weight + ProductSum.SIGN);
        }
      }
    }
    for (int i = 0; i < bytes.length; i += BLOCK) {
      words.add(SumCode.word(bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]));
    }
  }
}
