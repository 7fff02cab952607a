package dev.thimble.importer.network;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Shape;
import java.util.List;

/** Channels of pictures [1, channels, height, width] that become blocks of pixels, and back. */
public final class Blocks {
  private static final int MOST = 1 << 8;

  private final Network network;
  private final Movements move;

  /** Adds to that network. */
  public Blocks(Network network) {
    this.network = network;
    move = new Movements(network);
  }

  /**
   * Blocks of channels as blocks of pixels.
   *
   * @param size pixels of a block's side
   * @param channelsFirst whether the channels of a pixel stand apart ({@code CRD}, PyTorch's {@code
   *     pixel_shuffle}), not those of a block ({@code DCR})
   */
  public Tensor toPixels(Tensor x, long size, boolean channelsFirst) throws Problem {
    int side = checked(x, size);
    if (x.extent(1) % (side * side) != 0) {
      throw network.broken("blocks of " + size + " of " + x.shape());
    }
    int channels = x.extent(1) / (side * side);
    int height = x.extent(2);
    int width = x.extent(3);
    Shape apart =
        channelsFirst
            ? Shape.of(x.extent(0), channels, side, side, height, width)
            : Shape.of(x.extent(0), side, side, channels, height, width);
    List<Integer> order = channelsFirst ? List.of(0, 1, 4, 2, 5, 3) : List.of(0, 3, 4, 1, 5, 2);
    Tensor turned = move.transpose(move.reshape(x, apart), order);
    return move.reshape(turned, Shape.of(x.extent(0), channels, height * side, width * side));
  }

  /** The way back. */
  public Tensor toChannels(Tensor x, long size, boolean channelsFirst) throws Problem {
    int side = checked(x, size);
    if (x.extent(2) % side != 0 || x.extent(3) % side != 0) {
      throw network.broken("blocks of " + size + " of " + x.shape());
    }
    int channels = x.extent(1);
    int height = x.extent(2) / side;
    int width = x.extent(3) / side;
    Shape apart = Shape.of(x.extent(0), channels, height, side, width, side);
    List<Integer> order = channelsFirst ? List.of(0, 1, 3, 5, 2, 4) : List.of(0, 3, 5, 1, 2, 4);
    Tensor turned = move.transpose(move.reshape(x, apart), order);
    return move.reshape(turned, Shape.of(x.extent(0), channels * side * side, height, width));
  }

  private int checked(Tensor x, long size) throws Problem {
    if (x.rank() != 4 || size < 1 || size > MOST) {
      throw network.broken("blocks of " + size + " of " + x.shape());
    }
    return (int) size;
  }
}
