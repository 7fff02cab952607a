package dev.thimble.graph.passes;

import dev.thimble.graph.Conv2d;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Recent;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Window;
import dev.thimble.graph.WindowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A window over the rows of a stream, and the convolution or pooling that reads it and can go ahead
 * of it.
 *
 * @param recent the window's node
 * @param reshapes what lies between the two
 * @param reader the convolution or pooling
 * @param window its own window
 * @param rows how many rows a run brings
 */
record StreamedWindow(Node recent, List<Node> reshapes, Node reader, Window window, int rows) {
  /** Copies the list. */
  StreamedWindow {
    reshapes = List.copyOf(reshapes);
  }

  /** What a node reads so; empty where it reads anything else. */
  static Optional<StreamedWindow> readBy(Node reader, Graph graph) {
    if (spec(reader.operator()).isEmpty() || reader.outputs().size() != 1) {
      return Optional.empty();
    }
    List<Node> reshapes = new ArrayList<>();
    String value = reader.inputs().get(0);
    Optional<Node> producer = Rewriting.soleProducer(graph, value);
    while (producer.isPresent() && producer.get().operator() instanceof Reshape) {
      reshapes.add(producer.get());
      producer = Rewriting.soleProducer(graph, producer.get().inputs().get(0));
    }
    if (producer.isEmpty()
        || !(producer.get().operator() instanceof Recent recent)
        || !isPictureOf(recent, graph.in(producer.get(), 0).shape(), graph.in(reader, 0).shape())) {
      return Optional.empty();
    }
    int fresh = graph.in(producer.get(), 0).shape().extent(0);
    StreamedWindow found =
        new StreamedWindow(producer.get(), reshapes, reader, window(graph, reader), fresh);
    return Optional.of(found).filter(StreamedWindow::fits);
  }

  /** Whether rows of the picture are rows of the stream. */
  private static boolean isPictureOf(Recent recent, Shape row, Shape picture) {
    return recent.gates()
        && picture.rank() >= 3
        && picture.extent(-3) == recent.length()
        && row.rank() > 1
        && picture.elements()
            == (long) picture.extent(-3) * picture.extent(-2) * picture.extent(-1);
  }

  /** Whether windows overlap, without padding in time, and rows fall on strides. */
  private boolean fits() {
    Recent all = operator();
    return window.padTop() == 0
        && !window.clipsRows(all.length())
        && window.spanHeight() < all.length()
        && (all.length() - window.spanHeight()) % window.strideHeight() == 0
        && (long) all.every() * rows < all.length()
        && (single() || several());
  }

  Recent operator() {
    return (Recent) recent.operator();
  }

  /** Whether rows come one by one and are first handed on once there are enough. */
  boolean single() {
    return rows == 1
        && operator().first() == operator().length() - 1
        && operator().every() % window.strideHeight() == 0;
  }

  /** Whether each run brings whole strides. */
  boolean several() {
    Recent all = operator();
    int stride = window.strideHeight();
    return rows % stride == 0
        && window.spanHeight() >= stride
        && rows <= all.length() - window.spanHeight() + stride
        && (all.first() + 1L) * rows >= all.length();
  }

  /** Rows that are computed at once. */
  int fresh() {
    return single() ? 1 : rows / window.strideHeight();
  }

  /** Rows that they take. */
  int height() {
    int stride = window.strideHeight();
    return single() ? window.spanHeight() : window.spanHeight() - stride + rows;
  }

  /** The window of an operator that has one. */
  static Optional<WindowSpec> spec(Operator operator) {
    if (operator instanceof Conv2d conv) {
      return Optional.of(conv.window());
    } else if (operator instanceof DepthwiseConv2d conv) {
      return Optional.of(conv.window());
    }
    return operator instanceof Pool2d pool ? Optional.of(pool.window()) : Optional.empty();
  }

  private static Window window(Graph graph, Node reader) {
    Shape x = graph.in(reader, 0).shape();
    int height;
    int width;
    if (reader.operator() instanceof Pool2d pool) {
      height = pool.kernelHeight();
      width = pool.kernelWidth();
    } else {
      Shape weights = graph.in(reader, 1).shape();
      boolean full = reader.operator() instanceof Conv2d;
      height = weights.extent(full ? 1 : 0);
      width = weights.extent(full ? 2 : 1);
    }
    try {
      return spec(reader.operator()).orElseThrow().over(x.extent(-3), x.extent(-2), height, width);
    } catch (ShapeException inferred) {
      throw new IllegalStateException(inferred);
    }
  }
}
