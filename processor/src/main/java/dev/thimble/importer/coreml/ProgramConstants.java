package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.importer.data.Extents;
import java.util.ArrayList;
import java.util.List;

/** Constants, as they are or compressed: on scales, as indices of a palette, without zeros. */
final class ProgramConstants {
  private static final int MOST_BITS = 8;

  private ProgramConstants() {}

  static void plain(ProgramStep step) throws Problem {
    step.give(step.known("val"));
  }

  /** {@code scale * (data - zero point)}, one of each or one for each slice of an axis. */
  static void affine(ProgramStep step) throws Problem {
    Known data = step.known("quantized_data");
    float[] scale = step.known("scale").floats();
    float[] zero = step.known("zero_point").floats();
    int axis = step.network().axis(step.integer("axis", 0), Math.max(1, data.extents().size()));
    long[] integers = data.integers();
    float[] reals = new float[integers.length];
    long slice = 1;
    for (int a = axis + 1; a < data.extents().size(); a++) {
      slice *= data.extents().get(a);
    }
    long extent = data.extents().isEmpty() ? 1 : data.extents().get(axis);
    fits(step, scale.length, extent);
    fits(step, zero.length, extent);
    for (int i = 0; i < reals.length; i++) {
      int channel = (int) (i / slice % extent);
      float s = scale[scale.length == 1 ? 0 : channel];
      reals[i] = s * (integers[i] - zero[zero.length == 1 ? 0 : channel]);
    }
    step.give(Known.of(data.extents(), new Constant.Floats(reals)));
  }

  private static void fits(ProgramStep step, int count, long extent) throws Problem {
    if (count != 1 && count != extent) {
      throw step.network().broken("it has " + count + " scales or zero points for " + extent);
    }
  }

  /** {@code scale * (data - offset)}, one of each for each block. */
  static void blockwise(ProgramStep step) throws Problem {
    Known data = step.known("data");
    Known scale = step.known("scale");
    Blocks blocks = new Blocks(step, data.extents(), scale.extents());
    float[] values = data.floats();
    float[] scales = scale.floats();
    float[] offsets = step.has("offset") ? step.known("offset").floats() : new float[scales.length];
    if (offsets.length != scales.length) {
      throw step.network().broken("it has other offsets than scales");
    }
    float[] reals = new float[values.length];
    for (int i = 0; i < reals.length; i++) {
      int block = blocks.of(i);
      reals[i] = scales[block] * (values[i] - offsets[block]);
    }
    step.give(Known.of(data.extents(), new Constant.Floats(reals)));
  }

  static void cast(ProgramStep step) throws Problem {
    Known source = step.known("source_val");
    step.give(Known.of(source.extents(), new Constant.Floats(source.floats())));
  }

  /**
   * Indices of a palette. Until iOS 17 they are packed in bytes beside a shape; then they are a
   * tensor, and each block of it has a palette of its own.
   */
  static void palette(ProgramStep step) throws Problem {
    Known palette = step.known("lut");
    float[] colours = palette.floats();
    Known indices = step.known("indices");
    if (step.has("shape")) {
      List<Long> extents = extents(step);
      int count = count(step, extents);
      int bits = bits(step, colours.length);
      byte[] packed = packed(step, indices, (long) count * bits);
      long[] each = PackedBits.unpack(packed, bits, count, false);
      step.give(Known.of(extents, new Constant.Floats(coloured(step, each, colours))));
      return;
    }
    int rank = indices.extents().size();
    boolean scalar = palette.extents().size() == rank + 2 && palette.extents().get(rank + 1) == 1;
    if (!scalar) {
      throw step.network().unsupported("a palette of vectors", "Palettise single numbers.");
    }
    Blocks blocks = new Blocks(step, indices.extents(), palette.extents().subList(0, rank));
    int size = (int) (long) palette.extents().get(rank);
    long[] each = indices.integers();
    float[] reals = new float[each.length];
    for (int i = 0; i < reals.length; i++) {
      if (each[i] < 0 || each[i] >= size) {
        throw step.network().broken("it has an index " + each[i] + " of " + size);
      }
      reals[i] = colours[blocks.of(i) * size + (int) each[i]];
    }
    step.give(Known.of(indices.extents(), new Constant.Floats(reals)));
  }

  private static int bits(ProgramStep step, int colours) throws Problem {
    int bits = Integer.numberOfTrailingZeros(Math.max(1, colours));
    if (bits < 1 || bits > MOST_BITS || colours != 1 << bits) {
      throw step.network().broken("its palette has " + colours + " entries");
    }
    return bits;
  }

  private static float[] coloured(ProgramStep step, long[] indices, float[] colours)
      throws Problem {
    float[] reals = new float[indices.length];
    for (int i = 0; i < reals.length; i++) {
      if (indices[i] >= colours.length) {
        throw step.network().broken("it has an index " + indices[i] + " of " + colours.length);
      }
      reals[i] = colours[(int) indices[i]];
    }
    return reals;
  }

  /** The numbers that are not zero, and a bit for each place. */
  static void sparse(ProgramStep step) throws Problem {
    float[] given = step.known("nonzero_data").floats();
    boolean older = step.has("shape");
    Known mask = step.known("mask");
    List<Long> extents = older ? extents(step) : mask.extents();
    int count = count(step, extents);
    long[] bits =
        older ? PackedBits.unpack(packed(step, mask, count), 1, count, false) : mask.integers();
    float[] reals = new float[count];
    int next = 0;
    for (int i = 0; i < count; i++) {
      if (bits[i] != 0) {
        if (next == given.length) {
          throw step.network().broken("its mask has more bits than there are numbers");
        }
        reals[i] = given[next++];
      }
    }
    step.give(Known.of(extents, new Constant.Floats(reals)));
  }

  private static List<Long> extents(ProgramStep step) throws Problem {
    List<Long> extents = new ArrayList<>();
    for (long extent : step.known("shape").integers()) {
      extents.add(extent);
    }
    return extents;
  }

  private static int count(ProgramStep step, List<Long> extents) throws Problem {
    long count = Extents.elements(extents).orElse(0);
    if (count < 1) {
      throw step.network().broken("it makes a constant of " + extents);
    }
    return (int) count;
  }

  private static byte[] packed(ProgramStep step, Known bytes, long bits) throws Problem {
    long[] integers = bytes.integers();
    if (integers.length * 8L < bits) {
      throw step.network().broken("it packs " + bits + " bits in " + integers.length + " bytes");
    }
    byte[] packed = new byte[integers.length];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = (byte) integers[i];
    }
    return packed;
  }
}
