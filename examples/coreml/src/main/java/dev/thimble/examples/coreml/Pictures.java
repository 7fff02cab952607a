package dev.thimble.examples.coreml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Labelled pictures of handwritten digits, 8x8 pixels from 0 to 16, as {@code numpy.savez} wrote
 * them: bytes in {@code x} and {@code y}.
 */
final class Pictures {
  private static final int PIXELS = 64;

  private final byte[] pixels;
  private final byte[] labels;

  private Pictures(byte[] pixels, byte[] labels) {
    this.pixels = pixels;
    this.labels = labels;
  }

  /** The pictures that training never saw. */
  static Pictures heldOut() {
    byte[] x = new byte[0];
    byte[] y = new byte[0];
    try (InputStream file = Pictures.class.getResourceAsStream("test.npz");
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] data = withoutHeader(zip.readAllBytes());
        if (entry.getName().equals("x.npy")) {
          x = data;
        } else if (entry.getName().equals("y.npy")) {
          y = data;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Pictures(x, y);
  }

  /** Behind the header of a .npy file of version 1, whose length stands in bytes 8 and 9. */
  private static byte[] withoutHeader(byte[] npy) {
    int header = 10 + (npy[8] & 0xFF) + 256 * (npy[9] & 0xFF);
    return Arrays.copyOfRange(npy, header, npy.length);
  }

  int count() {
    return labels.length;
  }

  int label(int index) {
    return labels[index];
  }

  /** The pixels as reals, 0 to 16. */
  float[] pixels(int index) {
    float[] reals = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      reals[i] = pixels[index * PIXELS + i];
    }
    return reals;
  }
}
