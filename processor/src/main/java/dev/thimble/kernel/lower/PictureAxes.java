package dev.thimble.kernel.lower;

import dev.thimble.graph.Shape;
import dev.thimble.graph.Window;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Bound;
import java.util.ArrayList;
import java.util.List;

/**
 * Axes and indices of a window that slides over pictures: {@code n} pictures, {@code oy, ox}
 * positions of the window, {@code ky, kx} taps in it.
 */
record PictureAxes(
    Window window, int pictures, int height, int width, int channels, int outChannels) {
  static PictureAxes of(Window window, Shape input, Shape output) {
    int pictures = input.rank() == 4 ? input.extent(0) : 1;
    return new PictureAxes(
        window, pictures, input.extent(-3), input.extent(-2), input.extent(-1), output.extent(-1));
  }

  /** Axes of the positions, without channels. */
  List<Axis> positions() {
    List<Axis> axes = new ArrayList<>();
    addIfMany(axes, "n", pictures);
    addIfMany(axes, "oy", window.outHeight());
    addIfMany(axes, "ox", window.outWidth());
    return axes;
  }

  /** Axes of the taps, without channels. */
  List<Axis> taps() {
    List<Axis> axes = new ArrayList<>();
    if (window.kernelHeight() > 1 || window.clipsRows(height)) {
      axes.add(new Axis("ky", window.kernelHeight()));
    }
    if (window.kernelWidth() > 1 || window.clipsColumns(width)) {
      axes.add(new Axis("kx", window.kernelWidth()));
    }
    return axes;
  }

  /** Where taps lie inside the picture; none where all do. */
  List<Bound> bounds() {
    List<Bound> bounds = new ArrayList<>();
    if (window.clipsRows(height)) {
      bounds.add(new Bound(row(), height));
    }
    if (window.clipsColumns(width)) {
      bounds.add(new Bound(column(), width));
    }
    return bounds;
  }

  private Affine row() {
    Affine at = Affine.of(-window.padTop());
    at = window.outHeight() > 1 ? at.plus("oy", window.strideHeight()) : at;
    return has("ky") ? at.plus("ky", window.dilationHeight()) : at;
  }

  private Affine column() {
    Affine at = Affine.of(-window.padLeft());
    at = window.outWidth() > 1 ? at.plus("ox", window.strideWidth()) : at;
    return has("kx") ? at.plus("kx", window.dilationWidth()) : at;
  }

  private boolean has(String tap) {
    return taps().stream().anyMatch(axis -> axis.name().equals(tap));
  }

  /** Index of a tap's first channel in the input. */
  Affine input() {
    Affine at = Affine.of(0).plus(row(), (long) width * channels).plus(column(), channels);
    return pictures > 1 ? at.plus("n", (long) height * width * channels) : at;
  }

  /** Index of a position's first channel in the output. */
  Affine output() {
    Affine at = Affine.of(0);
    at = window.outWidth() > 1 ? at.plus("ox", outChannels) : at;
    at = window.outHeight() > 1 ? at.plus("oy", (long) window.outWidth() * outChannels) : at;
    return pictures > 1
        ? at.plus("n", (long) window.outHeight() * window.outWidth() * outChannels)
        : at;
  }

  /** Index of a tap in weights whose taps are {@code distance} elements apart. */
  Affine tap(long distance) {
    Affine at = Affine.of(0);
    at = has("kx") ? at.plus("kx", distance) : at;
    return has("ky") ? at.plus("ky", distance * window.kernelWidth()) : at;
  }

  private static void addIfMany(List<Axis> axes, String name, int extent) {
    if (extent > 1) {
      axes.add(new Axis(name, extent));
    }
  }
}
