package dev.thimble.graph;

import java.util.List;

/** Maximum or average over a window of [.., height, width, channels]; padding never counts. */
public record Pool2d(
    Kind kind, int kernelHeight, int kernelWidth, WindowSpec window, Activation activation)
    implements Operator {
  /** What is computed over the window. */
  public enum Kind {
    /** The largest. */
    MAX,
    /** The mean of the taps inside the picture. */
    AVERAGE
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = Shapes.picture(inputs.get(0));
    Window over = window.over(x.extent(-3), x.extent(-2), kernelHeight, kernelWidth);
    return List.of(Shapes.picture(x, over.outHeight(), over.outWidth(), x.extent(-1)));
  }
}
