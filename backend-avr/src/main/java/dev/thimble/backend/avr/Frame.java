package dev.thimble.backend.avr;

/** Bytes on the stack that Y points below. */
final class Frame {
  private static final int FEW = 4;

  private Frame() {}

  /** Makes a frame; a few bytes are pushed. Interrupts never see half of the stack pointer. */
  static void make(Assembly lines, int bytes) {
    if (bytes <= FEW) {
      for (int i = 0; i < bytes; i++) {
        lines.two("push r1");
      }
      lines.one("in r28, 0x3d").one("in r29, 0x3e");
      return;
    }
    lines.one("in r28, 0x3d").one("in r29, 0x3e");
    lines.advance(28, -bytes, true);
    point(lines);
  }

  /** Gives the bytes back. */
  static void drop(Assembly lines, int bytes) {
    if (bytes <= FEW) {
      for (int i = 0; i < bytes; i++) {
        lines.two("pop r0");
      }
      return;
    }
    lines.advance(28, bytes, true);
    point(lines);
  }

  private static void point(Assembly lines) {
    lines.one("in r0, 0x3f").one("cli").one("out 0x3e, r29");
    lines.one("out 0x3f, r0").one("out 0x3d, r28");
  }
}
