package dev.thimble.examples.pictures;

import dev.thimble.data.LabelledReals;
import dev.thimble.testing.ClassifierReport;

/**
 * Shows both models pictures that training never saw, on this host and on simulated chips, and
 * prints what it costs.
 */
public final class PicturesDemo {
  private PicturesDemo() {}

  /** Prints the report; exits with 1 if anything differs. */
  public static void main(String[] arguments) {
    int colour =
        new ClassifierReport(camera(), System.out)
            .model(Colour.class, ColourModel::camera, () -> new ColourModel().hostTwin())
            .sum();
    int small =
        new ClassifierReport(small(), System.out)
            .model(Small.class, SmallModel::picture, () -> new SmallModel().hostTwin())
            .sum();
    System.exit(colour + small == 0 ? 0 : 1);
  }

  /** The camera's pictures that lie beside this class. */
  static LabelledReals camera() {
    return LabelledReals.beside(PicturesDemo.class, "camera_test.npz", "camera");
  }

  /** The small ones. */
  static LabelledReals small() {
    return LabelledReals.beside(PicturesDemo.class, "small_test.npz", "picture");
  }
}
