package dev.thimble.backend.cmsis;

import java.util.function.IntConsumer;

/**
 * Positions gathered in a room until they fill a tile, which is then computed. Addresses and
 * counters lie on the stack: all registers are free in between.
 */
final class TileLoop {
  private final ThumbAssembly lines;
  private final int positions;
  private final int pixels;
  private final int room;
  private final int out;
  private final int place;
  private final int left;
  private final int at;

  /**
   * A loop over so many positions.
   *
   * @param most positions of a tile
   */
  TileLoop(ThumbAssembly lines, int positions, int most) {
    this.lines = lines;
    this.positions = positions;
    pixels = Math.min(most, positions);
    room = lines.slot();
    out = lines.slot();
    place = lines.slot();
    left = lines.slot();
    at = lines.slot();
  }

  /** Positions of a tile. */
  int pixels() {
    return pixels;
  }

  /** Where the address of the room is kept. */
  int room() {
    return room;
  }

  /** Where the address of the next output is kept. */
  int out() {
    return out;
  }

  /** Where the address for the next position's inputs is kept. */
  int place() {
    return place;
  }

  /**
   * All positions; at the beginning r1 points to the outputs and r2 to the room.
   *
   * @param walk visits the positions
   * @param pixelStep bytes from a position to the next, in the room
   * @param gather brings a position's inputs, to which r0 points, to {@link #place}
   * @param tile computes the first so many positions of the room
   */
  void run(BorderWalk walk, int pixelStep, Runnable gather, IntConsumer tile) {
    lines.put("r1", out).put("r2", room).put("r2", place);
    if (pixels > 1) {
      lines.number("r7", pixels).put("r7", left);
    }
    walk.positions(0, () -> position(pixelStep, gather, tile));
    if (positions % pixels > 0) {
      tile.accept(positions % pixels);
    }
  }

  private void position(int pixelStep, Runnable gather, IntConsumer tile) {
    lines.put("r0", at);
    gather.run();
    if (pixels == 1) {
      tile.accept(1);
    } else {
      lines.get("r6", place).advance("r6", pixelStep).put("r6", place);
      lines.get("r7", left).add("subs r7, r7, #1").put("r7", left);
      int full = positions / pixels;
      lines.ifZero(
          (double) full / positions,
          () -> {
            tile.accept(pixels);
            lines.number("r7", pixels).put("r7", left);
            lines.get("r6", room).put("r6", place);
          });
    }
    lines.get("r0", at);
  }
}
