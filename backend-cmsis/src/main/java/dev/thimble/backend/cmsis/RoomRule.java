package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.sums.ProductSum;
import java.util.Optional;

/** The scratch that a tile of inputs takes, and when it is worth it. */
final class RoomRule {
  private static final int WORD = 4;
  private static final int LITTLE = 256;

  /** Which part of the chip's RAM is not worth a thought. */
  private static final int SHARE = 64;

  private RoomRule() {}

  /** A tile must not be larger than half of what is read and written, or small for the chip. */
  static boolean fits(ProductSum sum, int bytes, int ramBytes) {
    int arrays = sum.input().bytes() + sum.output().bytes();
    return bytes <= Math.max(arrays / 2, Math.max(LITTLE, ramBytes / SHARE));
  }

  /** Scratch of so many bytes, aligned to words. */
  static Buffer room(String name, int bytes) {
    return new Buffer(
        name,
        Element.I32,
        bytes / WORD,
        Buffer.Space.SCRATCH,
        Optional.empty(),
        Element.I32.range());
  }
}
