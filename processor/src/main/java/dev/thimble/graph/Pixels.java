package dev.thimble.graph;

import java.util.List;

/**
 * A camera's bytes as signed bytes of pixels: 128 less than their brightness, 0 to 255. Input
 * [height, width, bytes a pixel], output [height, width, channels].
 *
 * @param format how the camera sends a pixel
 */
public record Pixels(Format format) implements Operator {
  /** What the output's integers stand for. */
  public static final Quantization MEANING = Quantization.perTensor(1, -128);

  /** How a pixel is sent. */
  public enum Format {
    /** A byte. */
    GREY(1, 1),
    /** Red, green, blue. */
    RGB888(3, 3),
    /**
     * Two bytes, the lower one first: from the highest bit on 5 bits of red, 6 of green, 5 of blue.
     * A colour's highest bits follow once more behind them, so that 0 to 255 are reached.
     */
    RGB565(2, 3),
    /** The same, the higher byte first. */
    RGB565_HIGH_FIRST(2, 3);

    private final int bytes;
    private final int channels;

    Format(int bytes, int channels) {
      this.bytes = bytes;
      this.channels = channels;
    }

    /** Bytes of a pixel. */
    public int bytes() {
      return bytes;
    }

    /** Colours of a pixel. */
    public int channels() {
      return channels;
    }
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    Shapes.expectRank("a camera's picture", x, 3);
    if (x.extent(2) != format.bytes()) {
      throw new ShapeException("expected " + format.bytes() + " bytes a pixel, got " + x);
    }
    return List.of(x.with(2, format.channels()));
  }
}
