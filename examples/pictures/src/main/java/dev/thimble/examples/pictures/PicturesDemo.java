package dev.thimble.examples.pictures;

import dev.thimble.data.LabelledReals;
import dev.thimble.testing.ClassifierReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Shows both models pictures that training never saw, on this host and on simulated chips, and
 * prints what it costs.
 */
public final class PicturesDemo {
  private PicturesDemo() {}

  /** Prints the report; exits with 1 if anything differs. */
  public static void main(String[] arguments) {
    int colour =
        new ClassifierReport(heldOut("camera"), System.out)
            .model(Colour.class, ColourModel::camera, () -> new ColourModel().hostTwin())
            .sum();
    int small =
        new ClassifierReport(heldOut("small"), System.out)
            .model(Small.class, SmallModel::picture, () -> new SmallModel().hostTwin())
            .sum();
    System.exit(colour + small == 0 ? 0 : 1);
  }

  /** The pictures that lie beside this class. */
  static LabelledReals heldOut(String name) {
    String array = name.equals("camera") ? "camera" : "picture";
    try (InputStream file = PicturesDemo.class.getResourceAsStream(name + "_test.npz")) {
      return LabelledReals.npz(file, array);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
