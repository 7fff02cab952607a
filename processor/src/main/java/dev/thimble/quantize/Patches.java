package dev.thimble.quantize;

import dev.thimble.graph.Conv2d;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Window;

/**
 * What the weights of an output channel are multiplied by, position by position: the window under a
 * convolution, the row of a dense layer, in the order of the channel's weights. Channels of one
 * group read the same.
 */
final class Patches {
  private final Window window;
  private final int height;
  private final int width;
  private final int channels;
  private final int groups;
  private final int perTap;
  private final int perGroup;
  private final int positions;

  private Patches(Graph graph, Node node, boolean depthwise) {
    Shape x = graph.in(node, 0).shape();
    Shape w = graph.in(node, 1).shape();
    int axis = depthwise ? 0 : 1;
    window =
        LinearKernels.window(
            depthwise
                ? ((DepthwiseConv2d) node.operator()).window()
                : ((Conv2d) node.operator()).window(),
            x,
            w.extent(axis),
            w.extent(axis + 1));
    height = x.extent(-3);
    width = x.extent(-2);
    channels = x.extent(-1);
    perTap = depthwise ? 1 : w.extent(3);
    groups = channels / perTap;
    perGroup = (depthwise ? w.extent(2) : w.extent(0)) / groups;
    int pictures = x.size() / (height * width * channels);
    positions = pictures * window.outHeight() * window.outWidth();
  }

  private Patches(int size, int outputs, int positions) {
    window = new Window(1, 1, 1, 1, 1, 1, 0, 0, 1, 1);
    height = 1;
    width = 1;
    channels = size;
    perTap = size;
    groups = 1;
    perGroup = outputs;
    this.positions = positions;
  }

  /** What the layer's first weights read. */
  static Patches of(Graph graph, Node node) {
    boolean depthwise = node.operator() instanceof DepthwiseConv2d;
    if (depthwise || node.operator() instanceof Conv2d) {
      return new Patches(graph, node, depthwise);
    }
    Shape w = graph.in(node, 1).shape();
    return rows(w.extent(1), w.extent(0), graph.in(node, 0).shape().size() / w.extent(1));
  }

  /**
   * Rows, each read by all outputs.
   *
   * @param size numbers of a row
   * @param positions how many rows there are
   */
  static Patches rows(int size, int outputs, int positions) {
    return new Patches(size, outputs, positions);
  }

  /** How many groups of output channels there are. */
  int groups() {
    return groups;
  }

  /** The group of an output channel. */
  int group(int channel) {
    return channel / perGroup;
  }

  /** How many results each channel has in one input. */
  int positions() {
    return positions;
  }

  /** How many weights a channel has. */
  int size() {
    return window.kernelHeight() * window.kernelWidth() * perTap;
  }

  /** What a group reads at a position; zero beyond the borders. */
  void fill(float[] x, int position, int group, double[] into) {
    int perPicture = window.outHeight() * window.outWidth();
    int firstRow = position / perPicture * height;
    int oy = position % perPicture / window.outWidth();
    int ox = position % window.outWidth();
    int at = 0;
    for (int ky = 0; ky < window.kernelHeight(); ky++) {
      int y = oy * window.strideHeight() - window.padTop() + ky * window.dilationHeight();
      for (int kx = 0; kx < window.kernelWidth(); kx++) {
        int column = ox * window.strideWidth() - window.padLeft() + kx * window.dilationWidth();
        boolean inside = y >= 0 && y < height && column >= 0 && column < width;
        int from = ((firstRow + y) * width + column) * channels + group * perTap;
        for (int c = 0; c < perTap; c++) {
          into[at++] = inside ? x[from + c] : 0;
        }
      }
    }
  }
}
