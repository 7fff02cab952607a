package dev.thimble.examples.coreml;

import dev.thimble.data.LabelledReals;
import dev.thimble.testing.ClassifierReport;

/**
 * Runs every held-out picture through the host twin, through the C on this host and through the
 * firmware on a simulated Cortex-M4, compares every byte, and prints what each step costs.
 */
public final class Demo {
  private Demo() {}

  /** Prints the report; exits with 1 if anything differs. */
  public static void main(String[] arguments) {
    int mismatches =
        new ClassifierReport(heldOut(), System.out)
            .model(
                CoreMlDigits.class,
                CoreMlDigitsModel::picture,
                () -> new CoreMlDigitsModel().hostTwin())
            .sum();
    System.exit(mismatches == 0 ? 0 : 1);
  }

  /** The pictures that training never saw: 8x8 pixels from 0 to 16. */
  static LabelledReals heldOut() {
    return LabelledReals.beside(Demo.class, "test.npz", "x");
  }
}
