package dev.thimble.importer.data;

import java.util.Arrays;
import java.util.Random;

/** Damages files by a seed, mostly where they say something: long runs of zeros are passed over. */
public final class Damage {
  private static final byte[] EXTREMES = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF};

  private final Random random;

  public Damage(long seed) {
    random = new Random(seed);
  }

  public int next(int bound) {
    return random.nextInt(bound);
  }

  /** A damaged copy. */
  public byte[] of(byte[] original) {
    byte[] bytes = original.clone();
    switch (random.nextInt(10)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 1, 2 -> copy(bytes);
      case 3 -> {
        int at = place(bytes);
        Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), extreme());
      }
      case 4 -> {
        // A part is taken out, and all behind it moves.
        int at = place(bytes);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(16));
        System.arraycopy(bytes, at + length, bytes, at, bytes.length - at - length);
        return Arrays.copyOf(bytes, bytes.length - length);
      }
      case 5 -> {
        int at = place(bytes);
        bytes[at] += (byte) (random.nextInt(9) - 4);
      }
      default -> {
        for (int i = random.nextInt(4); i >= 0; i--) {
          bytes[place(bytes)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return bytes;
  }

  private byte extreme() {
    return EXTREMES[random.nextInt(EXTREMES.length)];
  }

  private int place(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    for (int tries = 0; tries < 6 && bytes[at] == 0; tries++) {
      at = random.nextInt(bytes.length);
    }
    return at;
  }

  private void copy(byte[] bytes) {
    int length = 1 + random.nextInt(Math.min(64, bytes.length));
    int from = random.nextInt(bytes.length - length + 1);
    int to = random.nextInt(bytes.length - length + 1);
    System.arraycopy(bytes, from, bytes, to, length);
  }
}
